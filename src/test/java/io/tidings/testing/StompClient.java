package io.tidings.testing;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A plain STOMP client over a WebSocket, near enough to the wire that tests can also do what no client should. Frames are
 * read by own code, so that a fault shared by server and client does not hide.
 */
public final class StompClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final WebSocket socket;

    private final Listener listener;

    private StompClient(WebSocket socket, Listener listener) {
        this.socket = socket;
        this.listener = listener;
    }

    /** A frame from the server. */
    public record Frame(String command, Map<String, String> headers, byte[] body, boolean binary) {

        public String header(String name) {
            return headers.get(name);
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** How the server closed the socket. */
    public record Close(int code, String reason) {}

    /** Opens a socket without a CONNECT. */
    public static StompClient open(int port, String... protocols) {
        return open(HttpClient.newHttpClient(), URI.create("ws://127.0.0.1:" + port + "/ws"), protocols);
    }

    /** Opens a socket without a CONNECT. */
    public static StompClient open(HttpClient http, URI uri, String... protocols) {
        Listener listener = new Listener();
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(PATIENCE);
        if (protocols.length > 0) {
            builder.subprotocols(
                    protocols[0],
                    List.of(protocols).subList(1, protocols.length).toArray(String[]::new));
        }
        return new StompClient(builder.buildAsync(uri, listener).join(), listener);
    }

    /** Opens a socket and connects with STOMP 1.2, without heart-beats. */
    public static StompClient connect(int port) {
        return open(port, "v12.stomp").connect();
    }

    /** Connects with STOMP 1.2, without heart-beats. */
    public StompClient connect() {
        connected();
        return this;
    }

    /** Connects with STOMP 1.2, without heart-beats, and further headers; returns the CONNECTED frame. */
    public Frame connected(String... headers) {
        List<String> all = new ArrayList<>(List.of("accept-version:1.2", "host:localhost"));
        all.addAll(List.of(headers));
        send("CONNECT", all.toArray(String[]::new));
        Frame connected = next();
        if (!connected.command().equals("CONNECTED")) {
            throw new AssertionError("expected CONNECTED but got " + connected);
        }
        return connected;
    }

    public String protocol() {
        return socket.getSubprotocol();
    }

    /** Sends a frame without a body. */
    public void send(String command, String... headers) {
        sendText(frame(command, "", headers));
    }

    public void sendBody(String command, String body, String... headers) {
        sendText(frame(command, body, headers));
    }

    public static String frame(String command, String body, String... headers) {
        StringBuilder frame = new StringBuilder(command).append('\n');
        for (String header : headers) {
            frame.append(header).append('\n');
        }
        return frame.append('\n').append(body).append('\0').toString();
    }

    public void sendText(String text) {
        socket.sendText(text, true).join();
    }

    public void sendText(String text, boolean last) {
        socket.sendText(text, last).join();
    }

    public void sendBinary(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    public void ping() {
        socket.sendPing(ByteBuffer.wrap(new byte[] {1, 2, 3})).join();
    }

    /** Subscribes, and waits until the subscription is live; what came before is in the queue of frames. */
    public Frame subscribe(String id, String destination, String... headers) {
        String[] all = new String[headers.length + 3];
        System.arraycopy(headers, 0, all, 3, headers.length);
        all[0] = "id:" + id;
        all[1] = "destination:" + destination;
        all[2] = "receipt:subscribed-" + id;
        send("SUBSCRIBE", all);
        return receipt("subscribed-" + id);
    }

    /** The next frame that is no MESSAGE; fails if it is not this RECEIPT. */
    public Frame receipt(String id) {
        Frame frame = poll(listener.answers);
        if (!frame.command().equals("RECEIPT") || !id.equals(frame.header("receipt-id"))) {
            throw new AssertionError("expected RECEIPT " + id + " but got " + frame + " " + frame.headers());
        }
        return frame;
    }

    /** The next frame that is no MESSAGE. */
    public Frame next() {
        return poll(listener.answers);
    }

    /** The next MESSAGE. */
    public Frame message() {
        return poll(listener.messages);
    }

    /** The MESSAGE frames that have come and were not taken. */
    public BlockingQueue<Frame> messages() {
        return listener.messages;
    }

    /** The next heart-beat. */
    public void heartBeat() {
        poll(listener.beats);
    }

    public void pong() {
        poll(listener.pongs);
    }

    /** Waits until the server has closed the socket. */
    public Close closed() {
        return listener.closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Whether the server has closed the socket. */
    public boolean isClosed() {
        return listener.closed.isDone();
    }

    /** No longer reads from the socket, until {@link #resume()}. */
    public void stall() {
        listener.stalled = true;
    }

    public void resume() {
        listener.stalled = false;
        socket.request(1);
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static <T> T poll(BlockingQueue<T> queue) {
        try {
            T taken = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (taken == null) {
                throw new AssertionError("nothing came in " + PATIENCE);
            }
            return taken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static final class Listener implements WebSocket.Listener {

        private final BlockingQueue<Frame> answers = new LinkedBlockingQueue<>();

        private final BlockingQueue<Frame> messages = new LinkedBlockingQueue<>();

        private final BlockingQueue<Long> beats = new LinkedBlockingQueue<>();

        private final BlockingQueue<Long> pongs = new LinkedBlockingQueue<>();

        private final CompletableFuture<Close> closed = new CompletableFuture<>();

        private final ByteArrayOutputStream partial = new ByteArrayOutputStream();

        private volatile boolean stalled;

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            partial.writeBytes(data.toString().getBytes(StandardCharsets.UTF_8));
            return received(webSocket, last, false);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            partial.writeBytes(bytes);
            return received(webSocket, last, true);
        }

        @Override
        public CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
            pongs.add(System.nanoTime());
            webSocket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closed.complete(new Close(statusCode, reason));
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.complete(new Close(1006, String.valueOf(error)));
        }

        private CompletionStage<?> received(WebSocket webSocket, boolean last, boolean binary) {
            if (last) {
                byte[] message = partial.toByteArray();
                partial.reset();
                take(message, binary);
            }
            if (!stalled) {
                webSocket.request(1);
            }
            return null;
        }

        private void take(byte[] message, boolean binary) {
            if (message.length == 1 && message[0] == '\n') {
                beats.add(System.nanoTime());
                return;
            }
            Frame frame = parse(message, binary);
            (frame.command().equals("MESSAGE") ? messages : answers).add(frame);
        }

        private static Frame parse(byte[] message, boolean binary) {
            int headEnd = 0;
            while (message[headEnd] != '\n' || message[headEnd + 1] != '\n') {
                headEnd++;
            }
            String[] lines = new String(message, 0, headEnd, StandardCharsets.UTF_8).split("\n");
            Map<String, String> headers = new LinkedHashMap<>();
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                headers.putIfAbsent(lines[i].substring(0, colon), unescape(lines[i].substring(colon + 1)));
            }
            byte[] body = new byte[message.length - headEnd - 3];
            System.arraycopy(message, headEnd + 2, body, 0, body.length);
            return new Frame(lines[0], headers, body, binary);
        }

        private static String unescape(String value) {
            return value.replace("\\c", ":")
                    .replace("\\n", "\n")
                    .replace("\\r", "\r")
                    .replace("\\\\", "\\");
        }
    }
}
