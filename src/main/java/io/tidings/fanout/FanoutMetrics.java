package io.tidings.fanout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what the fan-out does. Any thread may call. */
final class FanoutMetrics {

    private final Counter deliveries;

    private final Counter replayed;

    private final Counter rounds;

    private final Counter behind;

    private final Counter conflated;

    private final Counter deflateBefore;

    private final Counter deflateAfter;

    private final AtomicInteger contexts = new AtomicInteger();

    private final Map<Gap, Counter> gaps = new EnumMap<>(Gap.class);

    private final AtomicInteger replays = new AtomicInteger();

    FanoutMetrics(MeterRegistry registry) {
        this.deliveries = Counter.builder("tidings.fanout.deliveries")
                .description("Updates written to live subscriptions")
                .register(registry);
        this.replayed = Counter.builder("tidings.fanout.replayed")
                .description("Updates written to subscriptions on their way to being live")
                .register(registry);
        this.rounds = Counter.builder("tidings.fanout.rounds")
                .description("Times a subscription that did not catch up went on with a new view")
                .register(registry);
        this.behind = Counter.builder("tidings.fanout.behind")
                .description("Times a subscription that conflates fell behind")
                .register(registry);
        this.conflated = Counter.builder("tidings.fanout.conflated")
                .description("Updates that a subscription was not sent, for a newer one of the topic took their place")
                .register(registry);
        Gauge.builder("tidings.fanout.replays", replays, AtomicInteger::get)
                .description("Subscriptions on their way to being live")
                .register(registry);
        this.deflateBefore = Counter.builder("tidings.fanout.deflate.before")
                .description("Bytes that were compressed, each counted once for all who share them")
                .baseUnit("bytes")
                .register(registry);
        this.deflateAfter = Counter.builder("tidings.fanout.deflate.after")
                .description("Bytes that they became")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("tidings.fanout.deflate.contexts", contexts, AtomicInteger::get)
                .description("Groups of subscriptions whose messages refer to earlier ones")
                .register(registry);
        for (Gap gap : Gap.values()) {
            gaps.put(
                    gap,
                    Counter.builder("tidings.fanout.gaps")
                            .description("Gaps told to subscriptions")
                            .tag("reason", gap.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    /** Why updates may be missing to a subscription. */
    enum Gap {
        /** What came after the cursor that it began with could not be proven. */
        SINCE,

        /** It was too slow: what came meanwhile could not be proven any more. */
        BEHIND,

        /** A log was begun anew. */
        RESET
    }

    void delivered(long count) {
        if (count > 0) {
            deliveries.increment((double) count);
        }
    }

    void replayed(int count) {
        replayed.increment(count);
    }

    void round() {
        rounds.increment();
    }

    void fellBehind() {
        behind.increment();
    }

    void conflated(long count) {
        if (count > 0) {
            conflated.increment((double) count);
        }
    }

    @SuppressWarnings("NullAway") // There is a counter for each.
    void gap(Gap reason) {
        gaps.get(reason).increment();
    }

    void deflated(int before, int after) {
        deflateBefore.increment(before);
        deflateAfter.increment(after);
    }

    void contexts(int more) {
        contexts.addAndGet(more);
    }

    void replayBegan() {
        replays.incrementAndGet();
    }

    void replayEnded() {
        replays.decrementAndGet();
    }
}
