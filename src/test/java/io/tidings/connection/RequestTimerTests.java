package io.tidings.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection with 10 s for its first request's head, and 60 s for what follows an answer. */
class RequestTimerTests {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private EmbeddedChannel channel;

    @BeforeEach
    void connect() {
        ConnectionProperties properties = new ConnectionProperties(
                1, 1, Duration.ofSeconds(10), Duration.ofSeconds(60), List.of(), ForwardedBy.X_FORWARDED);
        channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline().addLast(new HttpServerCodec(), new RequestTimer(properties, new ConnectionMetrics(meters)));
        channel.pipeline().fireChannelActive();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void closesConnectionThatSendsNothing() {
        pass(9);
        assertThat(channel.isOpen()).isTrue();
        pass(2);

        assertThat(channel.isOpen()).isFalse();
        assertThat(limited("request-time")).isOne();
    }

    @Test
    void closesConnectionWhoseHeadDripsIn() {
        receive("GET / HTTP/1.1\r\n");
        for (int i = 0; i < 9; i++) {
            receive("a" + i + ": b\r\n");
            pass(1);
        }
        assertThat(channel.isOpen()).isTrue();
        pass(2);

        assertThat(channel.isOpen()).isFalse();
        assertThat(limited("request-time")).isOne();
    }

    @Test
    void leavesTheServiceItsTime() {
        receive("GET / HTTP/1.1\r\n\r\n");
        pass(1_000);

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void closesQuietlyWhatStaysUnusedAfterAnAnswer() {
        receive("GET / HTTP/1.1\r\n\r\n");
        answer(HttpResponseStatus.OK);
        pass(59);
        assertThat(channel.isOpen()).isTrue();
        pass(2);

        assertThat(channel.isOpen()).isFalse();
        assertThat(meters.get("tidings.connection.limited").counters()).allMatch(counter -> counter.count() == 0);
    }

    @Test
    void letsAnotherRequestComeInTime() {
        receive("GET / HTTP/1.1\r\n\r\n");
        answer(HttpResponseStatus.OK);
        pass(59);
        receive("GET / HTTP/1.1\r\n\r\n");
        pass(59);

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void waitsForAnswersToRequestsThatCameTogether() {
        receive("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n");
        answer(HttpResponseStatus.OK);
        pass(1_000);

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void takesContinueForNoAnswer() {
        receive("POST / HTTP/1.1\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n");
        answer(HttpResponseStatus.CONTINUE);
        pass(1_000);

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void closesConnectionThatDoesNotTakeItsAnswer() {
        receive("GET / HTTP/1.1\r\n\r\n");
        channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        pass(61);

        assertThat(channel.isOpen()).isFalse();
        assertThat(limited("answer-time")).isOne();
    }

    @Test
    void goesWhenTheConnectionIsUpgraded() {
        receive("GET /ws HTTP/1.1\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n");
        answer(HttpResponseStatus.SWITCHING_PROTOCOLS);

        assertThat(channel.pipeline().get(RequestTimer.class)).isNull();
        pass(1_000);
        assertThat(channel.isOpen()).isTrue();
    }

    private void receive(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private void answer(HttpResponseStatus status) {
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
        if (status.code() >= 200) {
            response.headers().set("Content-Length", "0");
        }
        channel.writeOutbound(response);
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runPendingTasks();
    }

    private double limited(String limit) {
        return meters.counter("tidings.connection.limited", "limit", limit).count();
    }
}
