package io.tidings.replica;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.log.LogHead;
import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Update;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The replica of one scripted log, without a namespace around it; its thread is the test's. */
final class FollowedLog implements LogOwner {

    final SettableClock clock = new SettableClock();

    final ScriptedLog log = new ScriptedLog();

    final List<Update> read = new ArrayList<>();

    final List<Update> live = new ArrayList<>();

    final List<Long> unproven = new ArrayList<>();

    private final ManualThread thread = new ManualThread();

    private final Inbox inbox = new Inbox(Samples.properties().inbox(), thread, () -> {});

    private final LogReads reads = new LogReads(log, inbox);

    private final ReplicaContext context = new ReplicaContext(
            reads,
            new HeldBudget(1024 * 1024),
            Samples.properties(),
            new ReplicaMetrics(new SimpleMeterRegistry()),
            clock,
            clock::nanoTime);

    private final Namespace namespace;

    private final LogId id;

    private LogReplica replica;

    private long edge = -1;

    private boolean joined;

    FollowedLog(LogId id) {
        this.id = id;
        this.namespace = Samples.durable(id.namespace());
        log.create(id);
    }

    /** Begins to read back what the log holds now. */
    FollowedLog follow() {
        reads.heads(List.of(namespace), (heads, failure) -> {
            replica = LogReplica.readingBack(heads.get(0), this, context);
            replica.pursue();
        });
        thread.runAll();
        return this;
    }

    /** Asks for the head once, and lets all happen that comes of it. */
    void check() {
        replica.asked();
        reads.heads(List.of(namespace), (heads, failure) -> {
            for (LogHead head : heads == null ? List.<LogHead>of() : heads) {
                replica.answered(head.head());
            }
        });
        thread.runAll();
    }

    void checks(int count) {
        for (int i = 0; i < count; i++) {
            check();
        }
    }

    /** Brings a batch over the relay. */
    void relay(Batch batch) {
        replica.offer(batch);
        thread.runAll();
    }

    /** Writes a batch to the log and brings it over the relay. */
    void publish(Batch batch) {
        log.append(batch);
        relay(batch);
    }

    /** Lets the log give one of the answers that it keeps back. */
    void answer(int index) {
        log.answer(index);
        thread.runAll();
    }

    void resume() {
        log.resume();
        thread.runAll();
    }

    LogId id() {
        return id;
    }

    /** The highest offset that may be unknown. */
    long edge() {
        return edge;
    }

    boolean isJoined() {
        return joined;
    }

    @Override
    public Instant windowStart() {
        return clock.instant().minus(Samples.WINDOW);
    }

    @Override
    public Instant precedingStart() {
        return windowStart();
    }

    @Override
    public void preceding(Update update) {
        throw new AssertionError(update);
    }

    @Override
    public void applied(Update update, boolean isLive) {
        (isLive ? live : read).add(update);
    }

    @Override
    public void readingBack(LogId log, long from) {
        edge = Math.max(edge, from - 1);
    }

    @Override
    public void joined() {
        joined = true;
    }

    @Override
    public void unproven(LogId log, long beginning) {
        edge = Math.max(edge, beginning - 1);
        unproven.add(beginning);
    }
}
