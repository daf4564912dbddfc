package io.tidings.lab;

import java.time.Duration;
import java.util.Locale;

/**
 * One fault of a schedule.
 *
 * @param pause how long after the end of the fault before it in its row
 * @param target which node or recorder, where there is a choice; counted around
 * @param length how long it lasts
 * @param amount how much of it, from 0 to 99, where that can be more or less
 */
record Fault(Kind kind, Duration pause, int target, Duration length, int amount) {

    /** What can go wrong. */
    enum Kind {
        NODE_KILLED(Row.NODE, 2_000),
        NODE_STOPPED(Row.NODE, 2_000),
        REBALANCED(Row.NODE, 5_000),
        KAFKA_RESTARTED(Row.NODE, 2_000),
        BROKER_STOPPED(Row.BROKER, 4_000),
        BROKER_KILLED(Row.BROKER, 4_000),
        LINK_CUT(Row.BROKER, 3_000),
        LINK_STALLED(Row.BROKER, 6_000),
        LINK_DELAYED(Row.BROKER, 5_000),
        MESSAGES_DROPPED(Row.LIGHT, 3_000),
        MESSAGES_DOUBLED(Row.LIGHT, 3_000),
        SENDS_DROPPED(Row.LIGHT, 2_000),
        CLIENT_CUT(Row.LIGHT, 3_000),
        CLIENT_STALLED(Row.LIGHT, 10_000),
        CLOCK_STEPPED(Row.LIGHT, 4_000);

        private final Row row;

        private final int longestMillis;

        Kind(Row row, int longestMillis) {
            this.row = row;
            this.longestMillis = longestMillis;
        }

        Row row() {
            return row;
        }

        int longestMillis() {
            return longestMillis;
        }

        /** As a table shows it. */
        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** Faults of a row strike one after the other; those of different rows at the same time. */
    enum Row {
        /** Those that take a node or Kafka away. At least one node lives, for no two of them coincide. */
        NODE,
        /** Those that take the broker away, or a node's link to it. */
        BROKER,
        /** Those that concern single messages, clients and clocks. */
        LIGHT
    }

    @Override
    public String toString() {
        return kind.words() + " #" + target + " after " + pause.toMillis() + " ms for " + length.toMillis() + " ms ("
                + amount + ")";
    }
}
