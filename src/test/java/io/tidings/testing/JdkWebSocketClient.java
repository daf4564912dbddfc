package io.tidings.testing;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.AbstractWebSocketSession;
import org.springframework.web.socket.client.AbstractWebSocketClient;

/** The JDK's WebSocket for Spring's clients, whose own one wants a servlet container. */
public final class JdkWebSocketClient extends AbstractWebSocketClient {

    private volatile @Nullable WebSocket last;

    /** Cuts the connection that was opened last. */
    public void cut() {
        WebSocket socket = last;
        if (socket != null) {
            socket.abort();
        }
    }

    @Override
    protected CompletableFuture<WebSocketSession> executeInternal(
            WebSocketHandler handler,
            HttpHeaders headers,
            URI uri,
            List<String> subProtocols,
            List<WebSocketExtension> extensions,
            Map<String, Object> attributes) {
        Session session = new Session(uri, attributes);
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        if (!subProtocols.isEmpty()) {
            builder.subprotocols(
                    subProtocols.get(0),
                    subProtocols.subList(1, subProtocols.size()).toArray(String[]::new));
        }
        return builder.buildAsync(uri, new Listener(handler, session)).thenApply(socket -> session);
    }

    private final class Listener implements WebSocket.Listener {

        private final WebSocketHandler handler;

        private final Session session;

        private final StringBuilder text = new StringBuilder();

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Listener(WebSocketHandler handler, Session session) {
            this.handler = handler;
            this.session = session;
        }

        @Override
        public void onOpen(WebSocket socket) {
            last = socket;
            session.initializeNativeSession(socket);
            call(() -> handler.afterConnectionEstablished(session));
            socket.request(1);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean isLast) {
            text.append(data);
            if (isLast) {
                WebSocketMessage<?> message = new TextMessage(text.toString());
                text.setLength(0);
                call(() -> handler.handleMessage(session, message));
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean isLast) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            bytes.writeBytes(part);
            if (isLast) {
                WebSocketMessage<?> message = new BinaryMessage(bytes.toByteArray());
                bytes.reset();
                call(() -> handler.handleMessage(session, message));
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            call(() -> handler.afterConnectionClosed(session, new CloseStatus(code, reason)));
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            call(() -> handler.handleTransportError(session, error));
        }

        private static void call(Callback callback) {
            try {
                callback.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private interface Callback {

        void run() throws Exception;
    }

    private static final class Session extends AbstractWebSocketSession<WebSocket> {

        private final String id = UUID.randomUUID().toString();

        private final URI uri;

        Session(URI uri, Map<String, Object> attributes) {
            super(attributes);
            this.uri = uri;
        }

        @Override
        protected void sendTextMessage(TextMessage message) {
            getNativeSession().sendText(message.getPayload(), true).join();
        }

        @Override
        protected void sendBinaryMessage(BinaryMessage message) {
            getNativeSession().sendBinary(message.getPayload(), true).join();
        }

        @Override
        protected void sendPingMessage(PingMessage message) {
            getNativeSession().sendPing(message.getPayload()).join();
        }

        @Override
        protected void sendPongMessage(PongMessage message) {
            getNativeSession().sendPong(message.getPayload()).join();
        }

        @Override
        protected void closeInternal(CloseStatus status) {
            String reason = status.getReason();
            getNativeSession().sendClose(status.getCode(), reason == null ? "" : reason);
        }

        @Override
        public String getId() {
            return id;
        }

        @Override
        public URI getUri() {
            return uri;
        }

        @Override
        public HttpHeaders getHandshakeHeaders() {
            return HttpHeaders.EMPTY;
        }

        @Override
        public @Nullable Principal getPrincipal() {
            return null;
        }

        @Override
        public @Nullable InetSocketAddress getLocalAddress() {
            return null;
        }

        @Override
        public @Nullable InetSocketAddress getRemoteAddress() {
            return null;
        }

        @Override
        public String getAcceptedProtocol() {
            return getNativeSession().getSubprotocol();
        }

        @Override
        public void setTextMessageSizeLimit(int limit) {}

        @Override
        public int getTextMessageSizeLimit() {
            return Integer.MAX_VALUE;
        }

        @Override
        public void setBinaryMessageSizeLimit(int limit) {}

        @Override
        public int getBinaryMessageSizeLimit() {
            return Integer.MAX_VALUE;
        }

        @Override
        public List<WebSocketExtension> getExtensions() {
            return List.of();
        }

        @Override
        public boolean isOpen() {
            WebSocket socket = getNativeSession();
            return !socket.isInputClosed() && !socket.isOutputClosed();
        }
    }
}
