package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tidings.fanout.Deflation;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import org.springframework.web.socket.CloseStatus;

/** A session that may send 100 frames at once, and have four publications under way. */
class InboundFlowTests {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private final EmbeddedChannel channel = new EmbeddedChannel();

    private final NettySession session = new NettySession(
            "s",
            channel,
            new NettySession.Handshake(URI.create("/ws"), InetAddress.getLoopbackAddress(), null, null, Deflation.NONE),
            new SessionProperties(
                    "/ws",
                    DataSize.ofMegabytes(1),
                    DataSize.ofMegabytes(1),
                    Duration.ofSeconds(30),
                    DataSize.ofKilobytes(64),
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    1,
                    new SessionProperties.Limits(1, 100, DataSize.ofKilobytes(16), 100, 4, Duration.ZERO)),
            new SessionMetrics(meters));

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void readsNoMoreOnceTheTokensAreSpent() {
        session.inbound().received(100);
        assertThat(session.isSuspended()).isFalse();
        session.inbound().received(150);

        assertThat(session.isSuspended()).isTrue();
        assertThat(channel.config().isAutoRead()).isFalse();
        session.inbound().received(50);
        assertThat(limited("frames")).isOne();
    }

    @Test
    void readsNoMoreWhileManyPublicationsAreUnderWay() {
        publishing(4);
        assertThat(session.isSuspended()).isTrue();
        assertThat(limited("publications")).isOne();
        published(1);
        assertThat(session.isSuspended()).isTrue();
        published(1);

        assertThat(session.isSuspended()).isFalse();
        publishing(2);
        assertThat(session.isSuspended()).isTrue();
    }

    @Test
    void waitsForTheLastOfSeveralReasons() {
        session.suspend();
        publishing(4);
        published(4);

        assertThat(session.isSuspended()).isTrue();
        session.resume();
        assertThat(session.isSuspended()).isFalse();
    }

    @Test
    void readsTheAnswerToItsCloseFrameWhateverIsUnderWay() {
        publishing(4);
        session.close(CloseStatus.NORMAL);

        assertThat(session.isSuspended()).isFalse();
        session.inbound().received(1_000);
        published(4);
        assertThat(session.isSuspended()).isFalse();
    }

    private void publishing(int count) {
        for (int i = 0; i < count; i++) {
            session.publishingStarted();
        }
    }

    private void published(int count) {
        for (int i = 0; i < count; i++) {
            session.publishingEnded();
        }
        channel.runPendingTasks();
    }

    private double limited(String limit) {
        return meters.counter("tidings.session.limited", "limit", limit).count();
    }
}
