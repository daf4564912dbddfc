package io.tidings.fanout;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tidings.topic.Flow;
import io.tidings.topic.TopicPattern;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.springframework.util.unit.DataSize;

/** A fan-out with one lane, whose event loop runs when it is told to, in a time that stands still otherwise. */
final class Bench {

    static final ViewSource NO_VIEWS = (query, then, otherwise) -> {
        throw new AssertionError("asked for a view of " + query.pattern());
    };

    /** The time of the wall clock, in milliseconds since the epoch; updates bear their offsets as their times. */
    static final long NOW_MILLIS = 1_000;

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    final ScriptedReplica replica = new ScriptedReplica();

    final Fanout fanout;

    private final EmbeddedChannel channel = new EmbeddedChannel();

    Bench(FanoutProperties properties) {
        channel.freezeTime();
        Clock clock = Clock.fixed(Instant.ofEpochMilli(NOW_MILLIS), ZoneOffset.UTC);
        this.fanout = new Fanout(replica, new Lanes(properties, new FanoutMetrics(meters, clock), replica));
        replica.listen(fanout);
    }

    static FanoutProperties properties(int maxDrain, int maxHeld) {
        return new FanoutProperties(
                maxDrain,
                DataSize.ofMegabytes(1),
                1_000_000,
                maxHeld,
                100_000,
                1_000_000_000,
                Duration.ofMinutes(1),
                100,
                Duration.ofMinutes(2));
    }

    static SubscriptionRequest request(String pattern, Past past, Flow flow) {
        return new SubscriptionRequest("s", new TopicPattern(pattern), null, false, past, flow);
    }

    /** A client that subscribes; what it is answered depends on the replica. */
    RecordingClient subscribe(String pattern, Past past) {
        return subscribe(pattern, past, Flow.EVERY_UPDATE);
    }

    /** A client that subscribes; what it is answered depends on the replica. */
    RecordingClient subscribe(String pattern, Past past, Flow flow) {
        RecordingClient client = new RecordingClient(request(pattern, past, flow));
        client.outbox().clock(this::nanoTime);
        client.subscribed(fanout.subscribe(
                channel.eventLoop(), client.outbox(), client.request(), client::live, client::refused));
        return client;
    }

    /** A subscription of a session that may have others; it owes nothing and is live at once. */
    Subscription join(Outbox outbox, String pattern) {
        SubscriptionRequest request = request(pattern, new Past(false, 0, null), Flow.EVERY_UPDATE);
        Subscription made = fanout.subscribe(channel.eventLoop(), outbox, request, live -> {}, () -> {});
        replica.answerAll();
        run();
        return made;
    }

    /** As {@link #subscribe}, with the replica's answer. */
    RecordingClient join(String pattern, Past past) {
        return join(pattern, past, Flow.EVERY_UPDATE);
    }

    /** As {@link #subscribe}, with the replica's answer. */
    RecordingClient join(String pattern, Past past, Flow flow) {
        RecordingClient client = subscribe(pattern, past, flow);
        replica.answerAll();
        run();
        return client;
    }

    void unsubscribe(RecordingClient client) {
        fanout.unsubscribe(client.subscription());
    }

    /** Lets the event loop do all that it can do now. */
    void run() {
        fanout.flushed();
        channel.runPendingTasks();
    }

    /** Lets time pass, and the event loop do what is due then. */
    void pass(Duration time) {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        run();
        // What was due may have put up more to do.
        run();
    }

    long nanoTime() {
        return channel.eventLoop().ticker().nanoTime();
    }

    double count(String meter, String... tags) {
        return meters.get(meter).tags(tags).meters().stream()
                .mapToDouble(found -> found.measure().iterator().next().getValue())
                .sum();
    }
}
