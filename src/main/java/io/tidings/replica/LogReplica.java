package io.tidings.replica;

import io.tidings.log.LogHead;
import io.tidings.meter.OwnTimes;
import io.tidings.replica.ReplicaMetrics.Discard;
import io.tidings.replica.ReplicaMetrics.Way;
import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.Update;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one log: applies its updates once and in order, whatever the relay brings, and reads from the log what the relay
 * does not bring. All on the replica's thread.
 *
 * <p>{@code next} is the first offset that is not applied. A batch that begins above it is held, and the gap is read. The
 * answers to the question where the log ends, asked several times a second, find everything else: a lost tail, a failed
 * read, a log that lost its end.
 */
final class LogReplica {

    private static final Logger logger = LoggerFactory.getLogger(LogReplica.class);

    private static final long UNKNOWN = -1;

    /** How many answers in a row must say that the log ends below what was applied before it is believed. */
    private static final int SHORT_ANSWERS = 2;

    private final LogId id;

    private final LogOwner owner;

    private final ReplicaContext context;

    private final HeldBatches held;

    private final Backoff backoff;

    private final Freshness freshness;

    private final long joinOffset;

    private long next;

    /** What stands below is read for the sake of what stands above, and not told. */
    private long windowOffset;

    private long head;

    private long unprovenBelow;

    private long askedEnd = UNKNOWN;

    private long questions;

    private int shortAnswers;

    private boolean joined;

    /** Whether it is known from where on the log is whole. */
    private boolean proven;

    /** Whether an answer of the log's is awaited. */
    private boolean busy;

    /** Whether the log was found behind, and the relay has not met it since. */
    private boolean direct;

    private boolean dropped;

    /** On which way that came which is being applied. */
    private Way way = Way.RELAY;

    private LogReplica(LogHead known, long next, LogOwner owner, ReplicaContext context) {
        this.id = known.log();
        this.owner = owner;
        this.context = context;
        this.next = next;
        this.head = known.head();
        this.joinOffset = known.head();
        this.joined = next != UNKNOWN;
        this.proven = joined || known.keepsAllFor() == null;
        this.direct = joined;
        this.held = new HeldBatches(context.heldBudget());
        this.backoff = context.backoff();
        this.freshness = new Freshness(known.keepsAllFor(), context.nanoTime());
    }

    /** A log that is read back from the start of its owner's window up to the head that is known, and live from there. */
    static LogReplica readingBack(LogHead known, LogOwner owner, ReplicaContext context) {
        return new LogReplica(known, UNKNOWN, owner, context);
    }

    /** A log that has just been made: live from its first offset. */
    static LogReplica fromStart(LogHead known, LogOwner owner, ReplicaContext context) {
        return new LogReplica(known, 0, owner, context);
    }

    LogId id() {
        return id;
    }

    /** The offset of the last update that was applied, or of a hole; -1 for none. */
    long position() {
        return Math.max(next, 0) - 1;
    }

    /** How far the log is known to have reached: the offset after the last that anybody here may have heard of. */
    long end() {
        return Math.max(next, joinOffset);
    }

    boolean isJoined() {
        return joined;
    }

    boolean isBehind() {
        return next < head;
    }

    /** Takes a batch from the relay. */
    void offer(Batch batch) {
        if (batch.to() <= next) {
            context.metrics().doubled();
        } else if (isImplausible(batch)) {
            context.metrics().discarded(Discard.IMPLAUSIBLE);
        } else if (batch.from() > next) {
            hold(batch);
        } else {
            direct = false;
            way = Way.RELAY;
            advance(batch);
        }
    }

    /** Notes that the log is being asked where it ends. */
    void asked() {
        askedEnd = end();
        questions++;
        freshness.asked();
    }

    /**
     * Takes the answer, and reads what is missing.
     *
     * @return false if the log has lost its end: then this replica of it is of no more use
     */
    boolean answered(long newHead) {
        shortAnswers = newHead < askedEnd ? shortAnswers + 1 : 0;
        if (shortAnswers >= SHORT_ANSWERS) {
            return false;
        }
        int discarded = held.discardPast(newHead, questions);
        for (int i = 0; i < discarded; i++) {
            context.metrics().discarded(Discard.IMPLAUSIBLE);
        }
        direct |= next < head;
        head = newHead;
        freshness.answered(head);
        settleDoubts();
        if (backoff.turn()) {
            pursue();
        }
        return true;
    }

    /** Does what is to be done next to catch up with the head. */
    void pursue() {
        if (busy) {
            return;
        }
        if (next == UNKNOWN) {
            busy = true;
            context.reads().offsetsAt(id, owner.precedingStart(), owner.windowStart(), answered(this::begin));
        } else if (!joined && next >= joinOffset) {
            busy = true;
            context.reads().provenFrom(id, owner.windowStart(), answered(this::prove));
        } else if (next < head && (direct || !joined || !held.isEmpty())) {
            readOn();
        }
    }

    /** Lets go of everything; answers that are under way are ignored. */
    void drop() {
        dropped = true;
        held.clear();
    }

    /** The relay may be wrong, and a range past the log's end would hide what is written there later. */
    private boolean isImplausible(Batch batch) {
        long unconfirmed = batch.to() - Math.max(next, head) - batch.updates().size();
        return unconfirmed > context.properties().maxHole();
    }

    private void hold(Batch batch) {
        if (!held.add(batch, questions)) {
            context.metrics().discarded(Discard.HELD_FULL);
        }
        if (!busy && next != UNKNOWN && backoff.isOver()) {
            readGap(held.from(batch.from()));
        }
    }

    private void readOn() {
        if (joined) {
            context.metrics().directRead();
        }
        read(head, () -> {});
    }

    private void readGap(long to) {
        context.metrics().gap();
        read(to, context.metrics()::gapHealed);
    }

    private void read(long to, Runnable whenRead) {
        busy = true;
        Read read = new Read(next, to, joined, whenRead);
        context.reads().read(id, next, to, this::readBatch, answered(began -> readEnded(read, began)));
    }

    /** Goes on with the answer that the log was busy with, unless there is none. */
    private <T> LogReads.Answer<T> answered(Consumer<T> then) {
        return (answer, failure) -> {
            if (dropped) {
                return;
            }
            busy = false;
            if (answer == null) {
                failed(failure);
            } else {
                then.accept(answer);
            }
        };
    }

    private void begin(LogReads.Offsets offsets) {
        backoff.succeeded();
        // What stands at or above the head that was known before is news, whatever time its producer gave it.
        next = Math.min(offsets.first(), joinOffset);
        windowOffset = Math.min(offsets.second(), joinOffset);
        owner.readingBack(id, windowOffset);
        settle();
        pursue();
    }

    private void prove(long offset) {
        backoff.succeeded();
        proven = true;
        owner.readingBack(id, offset);
        settle();
        goOn();
    }

    private void readBatch(Batch batch) {
        if (!dropped && batch.to() > next) {
            if (batch.from() > next) {
                noteUnproven(batch.from());
            }
            way = Way.LOG;
            advance(batch);
        }
    }

    private void readEnded(Read read, long began) {
        if (began > read.from()) {
            noteBeginning(read, began);
        }
        settle();
        if (next < read.to()) {
            failed(null);
            return;
        }
        backoff.succeeded();
        read.whenRead().run();
        goOn();
    }

    private void noteBeginning(Read read, long began) {
        if (read.live()) {
            noteUnproven(began);
        } else {
            next = Math.max(next, began);
            owner.readingBack(id, began);
        }
    }

    private void goOn() {
        if (!joined) {
            pursue();
        } else if (!held.isEmpty()) {
            readGap(held.from(next));
        }
    }

    /** The head check tries again: nothing is lost by it. */
    private void failed(@Nullable Throwable failure) {
        logger.atDebug().addKeyValue("log", id).addKeyValue("failure", failure).log("Log was not read");
        context.metrics().readFailed();
        backoff.failed();
    }

    /** Retention was faster than the reading: what was below is gone, and nobody can tell what it was. */
    private void noteUnproven(long beginning) {
        if (beginning > unprovenBelow) {
            unprovenBelow = beginning;
            next = Math.max(next, beginning);
            tellUnproven(beginning);
        }
    }

    /** While the log is read back nobody has been told anything of it yet. */
    private void tellUnproven(long beginning) {
        if (joined) {
            context.metrics().unproven();
            owner.unproven(id, beginning);
        } else {
            owner.readingBack(id, beginning);
        }
    }

    /** The end of a stretch with doubtful holes; those who were told of what is left of it have to begin anew. */
    private void settleDoubts() {
        if (freshness.reached(next)) {
            tellUnproven(next);
        }
    }

    private void advance(Batch batch) {
        long start = System.nanoTime();
        apply(batch);
        settle();
        context.metrics().apply().record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }

    private void apply(Batch batch) {
        long now = context.clock().millis();
        OwnTimes ages = context.metrics().ages(way);
        long before = next;
        int count = 0;
        for (Update update : batch.updates()) {
            long offset = update.position().offset();
            if (offset >= next) {
                next = offset + 1;
                if (offset < windowOffset) {
                    owner.preceding(update);
                } else {
                    owner.applied(update, joined);
                }
                if (joined) {
                    ages.recordAge(now, update.timestamp());
                }
                count++;
            }
        }
        next = Math.max(next, batch.to());
        context.metrics().updates(count);
        if (next - before > count && joined && freshness.isDoubtful()) {
            owner.readingBack(id, next);
        }
        settleDoubts();
    }

    /** Joins if that is reached, and applies what was held and fits now. */
    private void settle() {
        join();
        for (Batch fitting = held.poll(next); fitting != null; fitting = held.poll(next)) {
            apply(fitting);
            join();
        }
    }

    private void join() {
        if (!joined && proven && next >= joinOffset) {
            joined = true;
            owner.joined();
        }
    }

    private record Read(long from, long to, boolean live, Runnable whenRead) {}
}
