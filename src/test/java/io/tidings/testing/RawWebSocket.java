package io.tidings.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A WebSocket client that sends whatever bytes it is told to, for the tests of what no client should do. */
public final class RawWebSocket implements AutoCloseable {

    public static final int CONTINUATION = 0x0;

    public static final int TEXT = 0x1;

    public static final int BINARY = 0x2;

    public static final int CLOSE = 0x8;

    public static final int PING = 0x9;

    public static final int PONG = 0xA;

    /** Added to an opcode: the bit that says of a message that it is deflated. */
    public static final int RSV1 = 0x40;

    private static final int PATIENCE_MILLIS = 20_000;

    private static final byte[] MASK = {1, 2, 3, 4};

    private final Socket socket;

    private final DataInputStream in;

    private String head = "";

    private RawWebSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** A frame from the server. */
    public record Frame(int opcode, boolean deflated, byte[] payload) {

        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** The code of a close frame; 1005 if it has none. */
        public int closeCode() {
            return payload.length < 2 ? 1005 : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
        }
    }

    /** Connects and upgrades. */
    public static RawWebSocket open(int port) {
        return open(port, "Sec-WebSocket-Version: 13");
    }

    /** Connects and asks for an upgrade with these headers beside the usual ones. */
    public static RawWebSocket open(int port, String... headers) {
        try {
            return open(new Socket("127.0.0.1", port), headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks on a connected socket for an upgrade with these headers beside the usual ones. */
    public static RawWebSocket open(Socket socket, String... headers) {
        try {
            RawWebSocket raw = new RawWebSocket(socket);
            raw.socket.setSoTimeout(PATIENCE_MILLIS);
            raw.sendRaw(request("/ws", headers));
            return raw;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects and asks for an upgrade at another path. */
    public static RawWebSocket openPath(int port, String path, String... headers) {
        RawWebSocket raw = silent(port);
        raw.sendRaw(request(path, headers));
        return raw;
    }

    /** Connects and asks for nothing. */
    public static RawWebSocket silent(int port) {
        try {
            RawWebSocket raw = new RawWebSocket(new Socket("127.0.0.1", port));
            raw.socket.setSoTimeout(PATIENCE_MILLIS);
            return raw;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] request(String path, String... headers) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + String.join("\r\n", headers) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads the answer to the handshake, and returns its first line. */
    public String handshake() {
        StringBuilder answer = new StringBuilder();
        try {
            while (answer.indexOf("\r\n\r\n") < 0) {
                answer.append((char) in.readUnsignedByte());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(answer.toString(), e);
        }
        head = answer.toString();
        return head.substring(0, head.indexOf("\r\n"));
    }

    /** The answer to the handshake, without its body. */
    public String head() {
        return head;
    }

    /** The body of an answer that is no upgrade. */
    public String body() {
        int length = head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
        try {
            return new String(in.readNBytes(length), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The extensions that the handshake's answer names; empty if none. */
    public String extensions() {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-extensions:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** Sends one STOMP frame without a body as one text message. */
    public void stomp(String command, String... headers) {
        send(TEXT, true, StompClient.frame(command, "", headers).getBytes(StandardCharsets.UTF_8));
    }

    /** Sends one frame, masked. */
    public void send(int opcode, boolean last, byte... payload) {
        sendRaw(frame(opcode, last, payload));
    }

    /** The bytes of one frame, masked. */
    public static byte[] frame(int opcode, boolean last, byte... payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write((last ? 0x80 : 0) | opcode);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 1 << 16) {
            frame.write(0x80 | 126);
            frame.write(payload.length >>> 8);
            frame.write(payload.length);
        } else {
            frame.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >>> shift));
            }
        }
        frame.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ MASK[i % 4]);
        }
        return frame.toByteArray();
    }

    /** Sends bytes as they are. */
    public void sendRaw(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next frame from the server. */
    public Frame next() {
        try {
            int first = in.readUnsignedByte();
            long length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            byte[] payload = new byte[Math.toIntExact(length)];
            in.readFully(payload);
            return new Frame(first & 0xF, (first & RSV1) != 0, payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every frame until the server has closed the connection. */
    public List<Frame> rest() {
        List<Frame> frames = new ArrayList<>();
        try {
            while (true) {
                frames.add(next());
            }
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof EOFException || e.getCause() instanceof SocketException) {
                return frames;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
