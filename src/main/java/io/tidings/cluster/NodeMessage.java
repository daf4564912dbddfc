package io.tidings.cluster;

import java.util.Locale;
import java.util.Map;

/** What nodes say to one another. */
sealed interface NodeMessage {

    /** Who says it: the id of a node. */
    String from();

    /** What kind it is, as on the wire and in metrics. */
    String type();

    /**
     * A node tells of itself.
     *
     * @param number greater in each one that the node says; what is overtaken is old
     */
    record Gossip(String from, long number, Node.About about, Map<String, Long> counts) implements NodeMessage {

        static final String TYPE = "gossip";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** A node stops. */
    record Goodbye(String from) implements NodeMessage {

        static final String TYPE = "goodbye";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * A node asks.
     *
     * @param id which no other question has, and only who hears it knows
     * @param withinMillis how long the answer is waited for
     * @param maxBytes the longest answer
     */
    record Asking(String from, String id, Question question, long withinMillis, int maxBytes) implements NodeMessage {

        static final String TYPE = "question";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * A node answers, to the one that asked.
     *
     * @param id the question's
     * @param payload the answer; empty where there is none
     */
    record Answering(String from, String id, Outcome outcome, String payload) implements NodeMessage {

        static final String TYPE = "answer";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** What became of a question at a node. */
    enum Outcome {
        ANSWERED,
        UNKNOWN_QUESTION,
        BUSY,
        FAILED;

        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
