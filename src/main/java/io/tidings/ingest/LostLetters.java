package io.tidings.ingest;

import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operators which records could be written nowhere: one line for each partition and round, not one each. */
final class LostLetters {

    private static final Logger logger = LoggerFactory.getLogger(LostLetters.class);

    private final Map<Integer, Lost> byPartition = new TreeMap<>();

    /** Takes note; answers whether this is the first since the last report, for which a report is due. */
    boolean add(DeadLetter letter, Throwable failure) {
        boolean first = byPartition.isEmpty();
        long offset = letter.record().offset();
        Lost one = new Lost(letter, failure, 1, offset, offset);
        byPartition.merge(letter.record().partition(), one, Lost::and);
        return first;
    }

    void report() {
        byPartition.forEach((partition, lost) -> logger.atError()
                .addKeyValue("topic", lost.letter().record().topic())
                .addKeyValue("partition", partition)
                .addKeyValue("records", lost.count())
                .addKeyValue("firstOffset", lost.firstOffset())
                .addKeyValue("lastOffset", lost.lastOffset())
                .addKeyValue("reason", lost.letter().reason())
                .addKeyValue("cause", String.valueOf(lost.failure().getMessage()))
                .log("Gave up dead letters"));
        byPartition.clear();
    }

    /**
     * What was lost of a partition.
     *
     * @param letter the last one
     * @param failure why it was not taken
     */
    private record Lost(DeadLetter letter, Throwable failure, int count, long firstOffset, long lastOffset) {

        Lost and(Lost next) {
            return new Lost(
                    next.letter(),
                    next.failure(),
                    count + next.count(),
                    Math.min(firstOffset, next.firstOffset()),
                    Math.max(lastOffset, next.lastOffset()));
        }
    }
}
