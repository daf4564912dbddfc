package io.tidings.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a server answers to bytes that a client has sent before it sent no more. */
public final class Conversation {

    private static final int PATIENCE_MILLIS = 30_000;

    private static final String END_OF_HEAD = "\r\n\r\n";

    private final byte[] answer;

    private Conversation(byte[] answer) {
        this.answer = answer;
    }

    /**
     * Sends each piece in a write of its own, then says that no more comes, and reads until the server has closed too.
     *
     * @param pauseMillis how long the server may be silent before it hears that no more comes; 0 for not at all
     * @throws AssertionError if it does not close
     */
    public static Conversation hold(int port, List<byte[]> pieces, int pauseMillis) {
        return hold(port, new byte[0], pieces, pauseMillis);
    }

    /** Sends a request for an upgrade, and the pieces after the server has answered it. */
    public static Conversation hold(int port, byte[] upgrade, List<byte[]> pieces, int pauseMillis) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            // Thousands of connections a minute must not use up the machine's ports.
            socket.setSoLinger(true, 0);
            socket.setSoTimeout(PATIENCE_MILLIS);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            if (upgrade.length > 0) {
                socket.getOutputStream().write(upgrade);
                readHead(socket.getInputStream(), answer);
            }
            send(socket, pieces);
            listen(socket, answer, pauseMillis);
            return new Conversation(answer.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readHead(InputStream in, ByteArrayOutputStream answer) throws IOException {
        while (!answer.toString(StandardCharsets.ISO_8859_1).endsWith(END_OF_HEAD)) {
            int b = in.read();
            if (b < 0) {
                return;
            }
            answer.write(b);
        }
    }

    private static void send(Socket socket, List<byte[]> pieces) {
        try {
            for (byte[] piece : pieces) {
                socket.getOutputStream().write(piece);
            }
        } catch (IOException e) {
            // The server has closed already; what it has said is still there, or is lost with the connection.
        }
    }

    private static void listen(Socket socket, ByteArrayOutputStream answer, int pauseMillis) {
        try {
            if (pauseMillis > 0) {
                socket.setSoTimeout(pauseMillis);
                readUntilSilent(socket.getInputStream(), answer);
            }
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.shutdownOutput();
            socket.getInputStream().transferTo(answer);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server keeps a connection whose client has gone", e);
        } catch (IOException e) {
            // It has closed before it had read all.
        }
    }

    private static void readUntilSilent(InputStream in, ByteArrayOutputStream answer) throws IOException {
        byte[] some = new byte[8192];
        try {
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                answer.write(some, 0, count);
            }
        } catch (SocketTimeoutException e) {
            // Silent.
        }
    }

    /** All that was answered, a character a byte. */
    public String text() {
        return new String(answer, StandardCharsets.ISO_8859_1);
    }

    /** The status of the first answer; 0 if there is none. */
    public int status() {
        return answer.length < 12 ? 0 : Integer.parseInt(text().substring(9, 12));
    }

    /** The whole frames after the answer to the handshake. */
    public List<RawWebSocket.Frame> frames() {
        List<RawWebSocket.Frame> frames = new ArrayList<>();
        int at = text().indexOf(END_OF_HEAD) + END_OF_HEAD.length();
        while (at + 2 <= answer.length) {
            int lengthBytes = lengthBytes(answer[at + 1]);
            if (at + 2 + lengthBytes > answer.length) {
                break;
            }
            long length = lengthBytes == 0 ? answer[at + 1] : number(at + 2, lengthBytes);
            int start = at + 2 + lengthBytes;
            if (start + length > answer.length) {
                break;
            }
            byte[] payload = java.util.Arrays.copyOfRange(answer, start, (int) (start + length));
            frames.add(new RawWebSocket.Frame(answer[at] & 0xF, (answer[at] & RawWebSocket.RSV1) != 0, payload));
            at = (int) (start + length);
        }
        return frames;
    }

    private static int lengthBytes(byte second) {
        if (second < 0) {
            throw new AssertionError("a masked frame from the server");
        }
        return second == 126 ? 2 : second == 127 ? 8 : 0;
    }

    private long number(int at, int bytes) {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number = number << 8 | (answer[at + i] & 0xFF);
        }
        return number;
    }
}
