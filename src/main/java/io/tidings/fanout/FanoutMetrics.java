package io.tidings.fanout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.tidings.meter.Histogram;
import io.tidings.meter.Series;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Counts what the fan-out does; what happens for each update is counted by the lanes themselves. Any thread may call. */
final class FanoutMetrics {

    private static final String PREFIX = "tidings.fanout.";

    /** Most drains take less than a millisecond; a tenth of a second is felt by all sessions of the lane. */
    private static final Duration[] DRAINS = LongStream.of(100, 500, 1_000, 5_000, 10_000, 50_000, 100_000, 500_000)
            .mapToObj(micros -> Duration.ofNanos(1_000 * micros))
            .toArray(Duration[]::new);

    private final MeterRegistry registry;

    private final Clock clock;

    private final List<LaneMeters> lanes = new CopyOnWriteArrayList<>();

    private final Series ages;

    private final Series drains;

    private final Counter waits;

    private final Counter replayed;

    private final Counter rounds;

    private final Counter behind;

    private final Counter conflated;

    private final Counter deflateBefore;

    private final Counter deflateAfter;

    private final AtomicInteger contexts = new AtomicInteger();

    private final Map<Gap, Counter> gaps = new EnumMap<>(Gap.class);

    private final AtomicInteger replays = new AtomicInteger();

    FanoutMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        ages = Histogram.ofAges(registry, PREFIX + "age", "How old updates are when a lane has sent them")
                .series(Tags.empty());
        drains = new Histogram(registry, PREFIX + "drain", "Time that a lane takes for what has come", DRAINS)
                .series(Tags.empty());
        addUp("deliveries", "Updates written to live subscriptions", null, LaneMeters::deliveries);
        addUp("encoded", "Frames made for live subscriptions, which share them", null, LaneMeters::encoded);
        addUp("flushes", "Times that what a session was given was sent", null, LaneMeters::flushes);
        addUp("bytes", "Bytes of the frames given to sessions", BaseUnits.BYTES, LaneMeters::bytes);
        waits = counter("waits", "Times that the replica waited for a lane with too much in its queue");
        replayed = counter("replayed", "Updates written to subscriptions on their way to being live");
        rounds = counter("rounds", "Times a subscription that did not catch up went on with a new view");
        behind = counter("behind", "Times that a subscription that conflates fell behind");
        conflated = counter(
                "conflated", "Updates that a subscription was not sent, for a newer one of the topic took their place");
        gauge("replays", "Subscriptions on their way to being live", replays::get);
        deflateBefore = bytes("deflate.before", "Bytes that were compressed, each counted once for all who share them");
        deflateAfter = bytes("deflate.after", "Bytes that they became");
        gauge("deflate.contexts", "Groups of subscriptions whose messages refer to earlier ones", contexts::get);
        for (Gap gap : Gap.values()) {
            gaps.put(gap, gap(registry, gap));
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

    /** What a new lane counts. */
    LaneMeters lane() {
        LaneMeters lane = new LaneMeters(ages.part(), drains.part(), clock);
        lanes.add(lane);
        return lane;
    }

    /** Shows how much waits for the lanes. */
    void observeQueue(Supplier<Number> queued) {
        gauge("queue", "Updates and tasks that wait for their lanes", queued);
    }

    void awaitsRoom() {
        waits.increment();
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

    private void addUp(String name, String description, @Nullable String unit, ToLongFunction<LaneMeters> count) {
        FunctionCounter.builder(
                        PREFIX + name,
                        lanes,
                        all -> all.stream().mapToLong(count).sum())
                .description(description)
                .baseUnit(unit)
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name).description(description).register(registry);
    }

    private Counter bytes(String name, String description) {
        return Counter.builder(PREFIX + name)
                .description(description)
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(PREFIX + name, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private static Counter gap(MeterRegistry registry, Gap gap) {
        return Counter.builder(PREFIX + "gaps")
                .description("Gaps told to subscriptions")
                .tag("reason", gap.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }
}
