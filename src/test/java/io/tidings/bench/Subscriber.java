package io.tidings.bench;

import io.netty.buffer.ByteBuf;

/** One that follows a topic, checks that it gets each update once and in order, and has it counted. */
final class Subscriber implements StompConnection.Listener {

    private final int topic;

    private final Tally tally;

    private final SequenceCheck check = new SequenceCheck();

    private Load load;

    /** A subscriber of a topic of the load's feed. */
    Subscriber(int topic, Tally tally) {
        this.topic = topic;
        this.tally = tally;
    }

    /** Says which load it follows; before that starts. */
    void follow(Load followed) {
        this.load = followed;
    }

    SequenceCheck check() {
        return check;
    }

    int topic() {
        return topic;
    }

    @Override
    public void message(ByteBuf bytes, int bodyAt) {
        long number = Stamp.number(bytes, bodyAt);
        if (check.accept(number)) {
            load.delivered(topic, number);
        }
        tally.delivered(Stamp.time(bytes, bodyAt));
    }

    @Override
    public void idle() {
        tally.idle();
        if (load != null) {
            load.idle();
        }
    }
}
