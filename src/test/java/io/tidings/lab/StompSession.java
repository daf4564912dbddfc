package io.tidings.lab;

import io.tidings.testing.RawWebSocket;
import io.tidings.testing.StompClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A STOMP session over a WebSocket that one thread reads frame by frame, so that a client that stalls really stops reading;
 * any thread may cut it. The server's heart-beats tell it of a server that is gone.
 */
final class StompSession implements AutoCloseable {

    private static final int CONNECT_MILLIS = 2_000;

    /** Several of the server's heart-beats. */
    private static final int SILENCE_MILLIS = 8_000;

    private static final int RECEIVE_BUFFER = 8 * 1024;

    private static final int PONG = RawWebSocket.PONG;

    private final Socket socket;

    private final RawWebSocket raw;

    private final FrameSplitter splitter = new FrameSplitter();

    private final Deque<StompFrame> frames = new ArrayDeque<>();

    private StompSession(Socket socket, RawWebSocket raw) {
        this.socket = socket;
        this.raw = raw;
    }

    /**
     * Connects to a node.
     *
     * @throws IOException if it is not there, or does not take the session
     */
    static StompSession connect(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setReceiveBufferSize(RECEIVE_BUFFER);
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            StompSession session = new StompSession(
                    socket,
                    RawWebSocket.open(socket, "Sec-WebSocket-Version: 13", "Sec-WebSocket-Protocol: v12.stomp"));
            socket.setSoTimeout(SILENCE_MILLIS);
            session.handshake();
            return session;
        } catch (IOException e) {
            socket.close();
            throw e;
        } catch (UncheckedIOException e) {
            socket.close();
            throw e.getCause();
        }
    }

    /** Sends a frame. */
    void send(String command, String body, String... headers) throws IOException {
        try {
            raw.send(
                    RawWebSocket.TEXT,
                    true,
                    StompClient.frame(command, body, headers).getBytes(StandardCharsets.UTF_8));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Waits for the next frame.
     *
     * @throws IOException if the session has ended, or the server is silent for long
     */
    StompFrame next() throws IOException {
        return next(Long.MAX_VALUE);
    }

    /** Waits for the next frame, but not much longer than to a time of {@link System#nanoTime}. */
    StompFrame next(long deadlineNanos) throws IOException {
        while (frames.isEmpty()) {
            if (deadlineNanos != Long.MAX_VALUE && System.nanoTime() - deadlineNanos > 0) {
                throw new IOException("no answer in time");
            }
            try {
                take(raw.next());
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return frames.remove();
    }

    /** Resets the connection, as a network does that goes away. */
    void cut() {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            // It is closed already.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void handshake() throws IOException {
        String status = raw.handshake();
        if (!status.startsWith("HTTP/1.1 101")) {
            throw new IOException(status);
        }
        send("CONNECT", "", "accept-version:1.2", "host:localhost", "heart-beat:0,2000");
        StompFrame answer = next();
        if (!answer.command().equals("CONNECTED")) {
            throw new IOException(answer.toString());
        }
    }

    private void take(RawWebSocket.Frame frame) throws IOException {
        switch (frame.opcode()) {
            case RawWebSocket.CLOSE -> throw new IOException("closed by the server: " + frame.closeCode());
            case RawWebSocket.PING -> raw.send(PONG, true, frame.payload());
            default -> {
                for (byte[] part : splitter.split(frame.payload(), frame.payload().length)) {
                    if (part.length > 1) {
                        frames.add(StompFrame.parse(part));
                    }
                }
            }
        }
    }
}
