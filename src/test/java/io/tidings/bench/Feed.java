package io.tidings.bench;

/** Publishes to some topics; for the client's event loop. */
public interface Feed {

    /** How many topics there are. */
    int topics();

    /**
     * Publishes an update, not before the next flush.
     *
     * @param time what it says of when it was published, in nanoseconds
     * @param number its number in its topic
     */
    void publish(int topic, long time, long number);

    /** Has what was published leave together. */
    void flush();
}
