package io.tidings.testing;

import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** A STOMP client that speaks permessage-deflate as RFC 7692 tells it to, with a context of its own for what it is sent. */
public final class DeflatingClient implements AutoCloseable {

    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final RawWebSocket socket;

    private final Inflater inflater = new Inflater(true);

    private final Deque<String> frames = new ArrayDeque<>();

    private boolean lastDeflated;

    private int lastBytes;

    /** Upgrades a connected socket with this offer. */
    public DeflatingClient(Socket connected, String offer) {
        socket = RawWebSocket.open(connected, "Sec-WebSocket-Version: 13", "Sec-WebSocket-Extensions: " + offer);
        if (!socket.handshake().startsWith("HTTP/1.1 101 ")) {
            throw new IllegalStateException("no upgrade");
        }
    }

    /** What was agreed on. */
    public String extensions() {
        return socket.extensions();
    }

    /** Its connection, to send what it would not send itself. */
    public RawWebSocket raw() {
        return socket;
    }

    /** Sends one STOMP frame as it is. */
    public void send(String command, String... headers) {
        socket.stomp(command, headers);
    }

    /** Sends one STOMP frame deflated, in so many fragments. */
    public void sendDeflated(String frame, int fragments) {
        byte[] payload = deflate(frame.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < fragments; i++) {
            int opcode = i == 0 ? RawWebSocket.TEXT | RawWebSocket.RSV1 : RawWebSocket.CONTINUATION;
            byte[] part =
                    Arrays.copyOfRange(payload, payload.length * i / fragments, payload.length * (i + 1) / fragments);
            socket.send(opcode, i == fragments - 1, part);
        }
    }

    /** A message as it goes over the wire. */
    public static byte[] deflate(byte[] message) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(message);
        byte[] out = new byte[message.length + 1024];
        int size = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, size - TAIL.length);
    }

    /** The next STOMP frame; several may have come in one message. */
    public String next() {
        while (frames.isEmpty()) {
            RawWebSocket.Frame message = socket.next();
            lastDeflated = message.deflated();
            lastBytes = message.payload().length;
            String text = message.deflated() ? inflate(message.payload()) : message.text();
            for (String frame : text.split("\0\n*")) {
                if (!frame.isBlank()) {
                    frames.add(frame);
                }
            }
        }
        return frames.remove();
    }

    /** The body of the next STOMP frame. */
    public String body() {
        String frame = next();
        return frame.substring(frame.indexOf("\n\n") + 2);
    }

    /** Whether the message that came last was deflated. */
    public boolean wasDeflated() {
        return lastDeflated;
    }

    /** How many bytes of payload it had. */
    public int bytes() {
        return lastBytes;
    }

    /** Forgets what it was sent, as who allows no context does after each message. */
    public void forget() {
        inflater.reset();
    }

    private String inflate(byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] step = new byte[4096];
        try {
            for (byte[] part : List.of(payload, TAIL)) {
                inflater.setInput(part);
                int count;
                while ((count = inflater.inflate(step)) > 0) {
                    out.write(step, 0, count);
                }
            }
        } catch (DataFormatException e) {
            throw new IllegalStateException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        socket.close();
    }
}
