package io.tidings.bench;

/** What checks have found: updates that never came, that came again, and that came after a later one. */
record Findings(long lost, long doubled, long late) {

    static final Findings NONE = new Findings(0, 0, 0);

    /** How many of all that was published, to the topics in turn, were one topic's. */
    static long sent(int topic, int topics, long published) {
        return (published - topic + topics - 1) / topics;
    }

    /** What one check has found, of whose topic so many were sent. */
    static Findings of(SequenceCheck check, long sent) {
        return new Findings(check.lost(sent), check.doubled(), check.late());
    }

    Findings plus(Findings other) {
        return new Findings(lost + other.lost, doubled + other.doubled, late + other.late);
    }

    /** What was found since an earlier moment. */
    Findings since(Findings earlier) {
        return new Findings(lost - earlier.lost, doubled - earlier.doubled, late - earlier.late);
    }
}
