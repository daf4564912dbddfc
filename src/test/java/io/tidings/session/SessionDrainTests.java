package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tidings.fanout.Deflation;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.util.unit.DataSize;
import org.springframework.web.socket.CloseStatus;

class SessionDrainTests {

    private static final Duration HOUR = Duration.ofHours(1);

    private final StaticApplicationContext context = new StaticApplicationContext();

    private final Sessions sessions = new Sessions(100, 100);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private final SessionMetrics metrics = new SessionMetrics(meters);

    @Test
    void takesNoNewSessionsFromTheMomentThatTheNodeBeginsToStop() {
        SessionDrain drain = drain(HOUR, 1);
        drain.start();
        assertThat(drain.isDraining()).isFalse();
        assertThat(draining()).isZero();

        drain.onApplicationEvent(new ContextClosedEvent(new StaticApplicationContext()));
        assertThat(drain.isDraining()).as("a context below it").isFalse();

        drain.onApplicationEvent(new ContextClosedEvent(context));
        assertThat(drain.isDraining()).isTrue();
        assertThat(draining()).isEqualTo(1);
    }

    @Test
    void endsAtOnceWhereThereIsNobody() {
        SessionDrain drain = drain(HOUR, 1);
        drain.start();

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(drain::stop);

        assertThat(stopped).succeedsWithin(Duration.ofSeconds(5));
        assertThat(drain.isRunning()).isFalse();
    }

    @Test
    void endsEarlyWhenAllHaveLeft() {
        SessionDrain drain = drain(HOUR, 1);
        drain.start();
        List<NettySession> all = IntStream.range(0, 20).mapToObj(i -> open()).toList();

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(drain::stop);
        await().until(() -> all.stream().anyMatch(session -> !session.isOpen()));
        assertThat(stopped).isNotDone();
        all.forEach(sessions::remove);

        assertThat(stopped).succeedsWithin(Duration.ofSeconds(5));
        assertThat(all).filteredOn(NettySession::isOpen).isNotEmpty();
    }

    @Test
    void closesThoseTooThatComeWhileItGoesOn() {
        SessionDrain drain = drain(Duration.ZERO, 1);
        NettySession early = open();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(drain::stop);
        await().until(() -> !early.isOpen());

        NettySession late = open();

        await().until(() -> !late.isOpen());
        assertThat(late.closeStatus()).isEqualTo(new CloseStatus(1012, "node is shutting down"));
        sessions.remove(early);
        sessions.remove(late);
        assertThat(stopped).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void waitsForWhatIsBeingPublished() {
        NettySession session = open();
        session.publishingStarted();
        session.publishingStarted();

        assertThat(session.leave(CloseCodes.RESTART)).isTrue();
        assertThat(session.leave(CloseCodes.RESTART)).as("again").isFalse();
        session.publishingEnded();
        assertThat(session.isOpen()).isTrue();

        session.publishingEnded();
        assertThat(session.isOpen()).isFalse();
        assertThat(session.closeStatus().getCode()).isEqualTo(1012);
        assertThat(session.isSuspended())
                .as("reads the answer to its close frame")
                .isFalse();
    }

    @Test
    void waitsForWhatIsBeingDecidedAndThenPublished() {
        NettySession session = open();
        session.suspend();

        session.leave(CloseCodes.RESTART);
        assertThat(session.isOpen()).isTrue();
        session.publishingStarted();
        session.resume();
        assertThat(session.isOpen()).isTrue();

        session.publishingEnded();
        assertThat(session.isOpen()).isFalse();
    }

    @Test
    void waitsNoLongerThanItMay() {
        SessionDrain drain = new SessionDrain(
                context, sessions, new DrainProperties(Duration.ZERO, 1, Duration.ZERO), Duration.ZERO, metrics);
        EmbeddedChannel channel = new EmbeddedChannel();
        NettySession session = open(channel);
        session.publishingStarted();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(drain::stop);
        await().until(session::isSuspended);
        assertThat(session.isOpen()).isTrue();

        channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();

        assertThat(session.isOpen()).isFalse();
        assertThat(stopped).succeedsWithin(Duration.ofSeconds(5));
    }

    private double draining() {
        return meters.get("tidings.session.draining").gauge().value();
    }

    private SessionDrain drain(Duration period, int rate) {
        return new SessionDrain(
                context,
                sessions,
                new DrainProperties(period, rate, Duration.ofSeconds(5)),
                Duration.ofSeconds(5),
                metrics);
    }

    private NettySession open() {
        return open(new EmbeddedChannel());
    }

    private NettySession open(EmbeddedChannel channel) {
        channel.freezeTime();
        NettySession session = new NettySession(
                NettySession.id(sessions.all().size() + 1L),
                channel,
                new NettySession.Handshake(
                        URI.create("/ws"), InetAddress.getLoopbackAddress(), null, null, Deflation.NONE),
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
                        AnyRate.LIMITS),
                metrics);
        sessions.add(session);
        return session;
    }
}
