package io.tidings.replica;

import io.tidings.topic.Update;

/** Hears what a replica applies, on the replica's thread: it must be quick and must not block. */
public interface ReplicaListener {

    /** An update was applied: each is told once, and those of one source in the order of their offsets. */
    void updated(Update update);

    /**
     * A run of updates has ended: what they caused may now leave together. At most a few hundred updates make a run. It is told
     * at the end of work without updates too, several times a second, for a listener that has to tidy up.
     */
    void flushed();

    /**
     * Updates of the namespace may have been missed, or what was told before may not stand any more: a log lost its end,
     * was made anew, or retention was faster than the reading. Whoever follows the namespace needs a new {@link View}.
     */
    void reset(String namespace);
}
