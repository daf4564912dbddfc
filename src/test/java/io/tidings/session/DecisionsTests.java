package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.tidings.fanout.Deflation;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.support.ExecutorSubscribableChannel;
import org.springframework.util.unit.DataSize;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

class DecisionsTests {

    private static final SessionProperties PROPERTIES = new SessionProperties(
            "/ws",
            DataSize.ofKilobytes(16),
            DataSize.ofMegabytes(1),
            Duration.ofSeconds(30),
            DataSize.ofKilobytes(64),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            10,
            AnyRate.LIMITS);

    private static final String ASK = "ASK\n\n\0";

    private final EmbeddedChannel channel = new EmbeddedChannel();

    private final List<String> handled = new ArrayList<>();

    private final List<String> answered = new ArrayList<>();

    private final Sessions sessions = new Sessions(1_000, 1_000);

    private final HeartBeats heartBeats = new HeartBeats(PROPERTIES);

    private CompletableFuture<String> decision = new CompletableFuture<>();

    private Decisions decisions;

    private NettySession session;

    @BeforeEach
    void begin() throws Exception {
        ExecutorSubscribableChannel outbound = new ExecutorSubscribableChannel();
        outbound.subscribe(message -> {
            answered.add(message.getHeaders().get("nativeHeaders").toString());
            session.close(CloseCodes.SILENT);
        });
        StompFrames frames = new StompFrames(outbound);
        SessionMetrics metrics = new SessionMetrics(new SimpleMeterRegistry());
        StompErrors errors = new StompErrors(metrics);
        decisions = new Decisions(new DecisionProperties(Duration.ofSeconds(3)), errors, frames);
        SendHandler sending = mock(SendHandler.class);
        doAnswer(call -> {
                    handle(new String(call.getArgument(1, Send.class).body(), StandardCharsets.UTF_8));
                    return null;
                })
                .when(sending)
                .publish(any(), any());
        StompLayer layer = new StompLayer(new Spring(), sending, errors, frames, AnyRate.LIMITS);
        StompEndpoint endpoint = new StompEndpoint(layer, sessions, heartBeats, PROPERTIES, metrics);
        session = endpoint.begin(
                channel,
                new NettySession.Handshake(
                        URI.create("/ws"), InetAddress.getLoopbackAddress(), "v12.stomp", null, Deflation.NONE));
        channel.pipeline().addLast(new SessionHandler(session, endpoint));
    }

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
    }

    @Test
    void goOnAtOnceWhereTheyAreThere() {
        decision.complete("yes");

        receive(ASK + "A\n\n\0");

        assertThat(handled).containsExactly("ASK", "yes", "A");
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void holdAllThatComesAfterInItsOrder() {
        receive("A\n\n\0" + ASK + "B\n\n\0C\n\n\0\n");
        receive("D\n");
        receive("\n\0");
        WebSocketFrame last = frame("E\n\n\0");
        channel.writeInbound(last);

        assertThat(handled).containsExactly("A", "ASK");
        assertThat(channel.config().isAutoRead()).isFalse();
        assertThat(last.refCnt()).isOne();

        decide("yes");

        assertThat(handled).containsExactly("A", "ASK", "yes", "B", "C", "D", "E");
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(last.refCnt()).isZero();
    }

    @Test
    void holdWhatWouldGoTheShortWay() {
        session.stomp().connected(StompState.HeartBeat.NONE);
        receive(send("A") + send("ASK") + send("B") + send("C"));
        receive(send("D"));
        receive("E\n\n\0");
        receive(send("F"));

        assertThat(handled).containsExactly("A", "ASK");

        decide("yes");

        assertThat(handled).containsExactly("A", "ASK", "yes", "B", "C", "D", "E", "F");
        receive(send("G"));
        assertThat(handled).endsWith("G");
    }

    @Test
    void mayBeAskedForAgainWhileOthersWait() {
        session.stomp().connected(StompState.HeartBeat.NONE);
        receive(send("ASK") + send("A") + send("ASK") + send("B"));
        receive(ASK + "C\n\n\0");
        CompletableFuture<String> first = decision;
        decision = new CompletableFuture<>();
        first.complete("1");
        channel.runPendingTasks();
        assertThat(handled).containsExactly("ASK", "1", "A", "ASK");

        CompletableFuture<String> second = decision;
        decision = new CompletableFuture<>();
        second.complete("2");
        channel.runPendingTasks();
        assertThat(handled).endsWith("2", "B", "ASK");
        assertThat(channel.config().isAutoRead()).isFalse();

        decide("3");
        assertThat(handled).endsWith("3", "C");
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void mayBeFollowedByOthersForTheSameFrame() {
        CompletableFuture<String> second = new CompletableFuture<>();
        decisions.await(session, waiting(), decision, first -> {
            handled.add(first);
            decisions.await(session, waiting(), second, handled::add);
        });
        receive("A\n\n\0");

        decide("1");
        assertThat(handled).containsExactly("1");

        second.complete("2");
        channel.runPendingTasks();
        assertThat(handled).containsExactly("1", "2", "A");
    }

    @Test
    void refuseByWhatTheyFailWith() {
        receive(ASK + "A\n\n\0");
        decision.completeExceptionally(new StompRefusal("token: expired"));
        channel.runPendingTasks();

        assertThat(answered).singleElement().asString().contains("token: expired", "receipt-id=[7]");
        assertThat(handled).containsExactly("ASK");
        assertThat(session.isOpen()).isFalse();
        assertThat(channel.config().isAutoRead())
                .as("the close frame's answer is read")
                .isTrue();
    }

    @Test
    void tellNobodyOfFailuresInside() {
        receive(ASK);
        decision.completeExceptionally(new IllegalStateException("secret"));
        channel.runPendingTasks();

        assertThat(answered)
                .singleElement()
                .asString()
                .contains("internal error")
                .doesNotContain("secret");
    }

    @Test
    void thatNeverComeEndByATimeOut() {
        receive(ASK + "A\n\n\0");
        channel.advanceTimeBy(2_900, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(session.isOpen()).as("not for silence").isTrue();

        channel.advanceTimeBy(200, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();

        assertThat(answered).singleElement().asString().contains("not decided in time");
        assertThat(session.isOpen()).isFalse();
        assertThat(decision).isNotDone();
        decide("yes");
        assertThat(handled).containsExactly("ASK");
    }

    @Test
    void areForgottenWithTheSession() {
        receive(ASK);
        WebSocketFrame held = frame("A\n\n\0");
        channel.writeInbound(held);
        channel.close();

        assertThat(held.refCnt()).isZero();
        decide("yes");
        assertThat(handled).containsExactly("ASK");
        assertThat(answered).isEmpty();
        assertThat(sessions.all()).isEmpty();
    }

    @Test
    void letACloseFrameWaitToo() {
        receive(ASK + "A\n\n\0");
        channel.writeInbound(new CloseWebSocketFrame(1000, ""));
        assertThat(session.isOpen()).isTrue();

        decide("yes");

        assertThat(handled).containsExactly("ASK", "yes", "A");
        assertThat(session.isOpen()).isFalse();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void doNotKeepTheServerFromClosing() {
        receive(ASK);
        session.close();
        assertThat(channel.config().isAutoRead()).isTrue();

        channel.writeInbound(new CloseWebSocketFrame(1000, ""));
        assertThat(channel.isOpen()).isFalse();
    }

    private void decide(String answer) {
        decision.complete(answer);
        channel.runPendingTasks();
    }

    private void handle(String frame) {
        handled.add(frame);
        if (frame.equals("ASK")) {
            decisions.await(session, waiting(), decision, handled::add);
        }
    }

    private static Decisions.Waiting waiting() {
        return new Decisions.Waiting(StompCommand.SUBSCRIBE, "7");
    }

    private void receive(String message) {
        channel.writeInbound(frame(message));
    }

    private static WebSocketFrame frame(String text) {
        return new BinaryWebSocketFrame(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    private static String send(String body) {
        return "SEND\ndestination:/topic/a\n\n" + body + '\0';
    }

    /** Stands for Spring's layer: takes whole frames. */
    private final class Spring extends AbstractWebSocketHandler {

        @Override
        public void handleMessage(WebSocketSession of, WebSocketMessage<?> message) {
            String text = StandardCharsets.UTF_8
                    .decode((ByteBuffer) message.getPayload())
                    .toString();
            handle(text.strip().startsWith("SEND") ? text.split("\n\n")[1].replace("\0", "") : text.split("\n")[0]);
        }
    }
}
