package io.tidings.relay;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A STOMP broker that answers each frame as a test wants, as real ones cannot be made to. */
final class ScriptedBroker implements AutoCloseable {

    /** What a broker says to CONNECT, with heart-beats each 100 ms promised and wanted. */
    static final String CONNECTED = "CONNECTED\nversion:1.2\nheart-beat:100,100\n\n\0";

    static final String SUBSCRIBED = "RECEIPT\nreceipt-id:" + StompFrames.SUBSCRIBED + "\n\n\0";

    final List<String> frames = new CopyOnWriteArrayList<>();

    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private final ServerSocket server;

    private volatile Function<String, String> answers;

    /** A broker that gives this answer to each frame, known by its command; an empty one is silence. */
    ScriptedBroker(Function<String, String> answers) throws IOException {
        this.answers = answers;
        this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        new Thread(this::accept, "scripted-broker").start();
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    void answer(Function<String, String> newAnswers) {
        answers = newAnswers;
    }

    /** How many connections have been made so far. */
    int accepted() {
        return sockets.size();
    }

    /** Sends bytes on the connection made last. */
    void send(byte[] bytes) throws IOException {
        sockets.get(sockets.size() - 1).getOutputStream().write(bytes);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                new Thread(() -> serve(socket), "scripted-broker-connection").start();
            }
        } catch (IOException e) {
            // Closed by the test.
        }
    }

    private void serve(Socket socket) {
        try (InputStream in = new BufferedInputStream(socket.getInputStream())) {
            StringBuilder frame = new StringBuilder();
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b != 0) {
                    frame.append((char) b);
                    continue;
                }
                String text = frame.toString().stripLeading();
                frame.setLength(0);
                frames.add(text);
                String command = text.lines().findFirst().orElse("");
                socket.getOutputStream().write(answers.apply(command).getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // Closed by the test or the client.
        }
    }
}
