package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.JdkWebSocketClient;
import java.lang.reflect.Type;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.simp.stomp.StompFrameHandler;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.socket.messaging.WebSocketStompClient;

/** Spring's own STOMP client, on the JDK's WebSocket. */
class SpringClientIT extends AbstractEdgeIT {

    private static final String TOPIC = "/topic/chat.clients.spring";

    private final JdkWebSocketClient sockets = new JdkWebSocketClient();

    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();

    private final BlockingQueue<Received> messages = new LinkedBlockingQueue<>();

    private final BlockingQueue<StompHeaders> errors = new LinkedBlockingQueue<>();

    private final CompletableFuture<Throwable> lost = new CompletableFuture<>();

    private WebSocketStompClient client;

    /** A MESSAGE. */
    private record Received(StompHeaders headers, String body) {}

    @BeforeEach
    void start() {
        scheduler.initialize();
        client = new WebSocketStompClient(sockets);
        client.setMessageConverter(new StringMessageConverter());
        client.setTaskScheduler(scheduler);
        client.setDefaultHeartbeat(new long[] {1000, 1000});
    }

    @AfterEach
    void stop() {
        client.stop();
        scheduler.shutdown();
    }

    @Test
    void publishesReceivesAndResumesAfterACut() throws Exception {
        StompSession other = connected();
        StompSession session = connected();
        subscribe(session, null);
        String position = send(session, "Grüße: \\ 🎉").getFirst("position");
        Received first = messages.poll(20, TimeUnit.SECONDS);
        assertThat(first.body()).isEqualTo("Grüße: \\ 🎉");
        assertThat(first.headers().getMessageId()).isEqualTo(position);

        sockets.cut();
        lost.get(20, TimeUnit.SECONDS);
        send(other, "missed");
        StompSession again = connected();
        subscribe(again, position);
        send(other, "news");

        assertThat(messages.poll(20, TimeUnit.SECONDS).body()).isEqualTo("missed");
        assertThat(messages.poll(20, TimeUnit.SECONDS).body()).isEqualTo("news");
        again.disconnect();
        assertThat(again.isConnected()).isFalse();
    }

    @Test
    void hearsAnErrorAndLosesTheConnection() throws Exception {
        StompSession session = connected();
        session.send("/topic/news.denied", "x");

        assertThat(errors.poll(20, TimeUnit.SECONDS).getFirst("message")).contains("/topic/news.denied");
        assertThat(lost.get(20, TimeUnit.SECONDS)).isNotNull();
    }

    private StompSession connected() throws Exception {
        return client.connectAsync("ws://127.0.0.1:" + port() + "/ws", new Handler())
                .get(20, TimeUnit.SECONDS);
    }

    private void subscribe(StompSession session, String since) throws Exception {
        StompHeaders headers = new StompHeaders();
        headers.setDestination(TOPIC);
        headers.setReceipt("live-" + since);
        headers.set("snapshot", "false");
        if (since != null) {
            headers.set("since", since);
        }
        CompletableFuture<StompHeaders> live = new CompletableFuture<>();
        session.subscribe(headers, new Handler()).addReceiptTask(live::complete);
        assertThat(live.get(20, TimeUnit.SECONDS)).doesNotContainKey("gap");
    }

    private static StompHeaders send(StompSession session, String body) throws Exception {
        StompHeaders headers = new StompHeaders();
        headers.setDestination(TOPIC);
        headers.setReceipt("safe-" + body);
        CompletableFuture<StompHeaders> safe = new CompletableFuture<>();
        session.send(headers, body).addReceiptTask(safe::complete);
        return safe.get(20, TimeUnit.SECONDS);
    }

    private final class Handler extends StompSessionHandlerAdapter implements StompFrameHandler {

        @Override
        public Type getPayloadType(StompHeaders headers) {
            return String.class;
        }

        @Override
        public void handleFrame(StompHeaders headers, Object payload) {
            if (headers.getMessageId() == null) {
                errors.add(headers);
            } else {
                messages.add(new Received(headers, (String) payload));
            }
        }

        @Override
        public void handleTransportError(StompSession session, Throwable exception) {
            lost.complete(exception);
        }
    }
}
