package io.tidings.replica;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether what a log lacks may be what compaction took: it may, where this node has not been at the log's head for
 * longer than the log keeps everything, because Kafka could not be reached or the process did not run. On the replica's
 * thread.
 *
 * <p>It rests on the answers to the question where the log ends: what stands at or above that offset was written after the
 * question was asked. A doubt is settled at such an offset: from there on the log is known to be whole again.
 */
final class Freshness {

    /** Kafka compacts no sooner than a segment is full; where it promises nothing, no doubt is raised before this. */
    private static final Duration LEAST = Duration.ofSeconds(5);

    private static final long NONE = -1;

    private final LongSupplier nanoTime;

    /** Negative where nothing is compacted. */
    private final long keptNanos;

    /** What is still to be applied was written after this. */
    private long writtenAfter;

    private long askedAt;

    private long target = NONE;

    private long targetAskedAt;

    private boolean doubtful;

    /** A log that is being followed from now on; see {@link io.tidings.log.LogHead#keepsAllFor()}. */
    Freshness(@Nullable Duration keepsAllFor, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.keptNanos = keepsAllFor == null ? -1 : Math.max(keepsAllFor.toNanos(), LEAST.toNanos());
        this.writtenAfter = nanoTime.getAsLong();
    }

    /** Notes that the log is being asked where it ends. */
    void asked() {
        askedAt = nanoTime.getAsLong();
    }

    /** Takes the answer. */
    void answered(long head) {
        if (target == NONE) {
            target = head;
            targetAskedAt = askedAt;
        }
    }

    /**
     * Notes a hole in what was applied just now.
     *
     * @return whether there may have been an update
     */
    boolean isDoubtful() {
        boolean late = keptNanos >= 0 && nanoTime.getAsLong() - writtenAfter > keptNanos;
        doubtful |= late;
        return late;
    }

    /**
     * Notes how far the log has been applied.
     *
     * @return whether this ends a stretch in which updates may be missing
     */
    boolean reached(long next) {
        if (target == NONE || next < target) {
            return false;
        }
        writtenAfter = targetAskedAt;
        target = NONE;
        boolean settled = doubtful;
        doubtful = false;
        return settled;
    }
}
