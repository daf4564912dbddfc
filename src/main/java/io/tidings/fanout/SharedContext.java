package io.tidings.fanout;

/**
 * What the messages of a group may refer to: those before, which all members that follow have got. A client has one memory
 * of what it was sent compressed, so that its outbox belongs to one context at a time; and it follows that only if the last
 * compressed message that it got is the context's last one, as a number proves that no other message of the lane has.
 */
final class SharedContext {

    /** Beginning anew costs a message of full size, so that members who wait for it wait for so many. */
    static final int MESSAGES_AT_LEAST = 64;

    private final MessageDeflater deflater = new MessageDeflater();

    private int messages;

    private long last;

    /** Begins with a number that nobody has. */
    SharedContext(long number) {
        this.last = number;
    }

    MessageDeflater deflater() {
        return deflater;
    }

    /**
     * Lets in those who wait, if it is time: at once if nobody follows.
     *
     * @return how many follow then
     */
    int admit(Members members) {
        int following = 0;
        int waiting = 0;
        for (int i = 0; i < members.size(); i++) {
            Outbox outbox = members.get(i).outbox();
            outbox.bind(this);
            if (isFollowedBy(outbox)) {
                following++;
            } else if (outbox.isOf(this)) {
                waiting++;
            }
        }
        if (waiting == 0 || (following > 0 && messages < MESSAGES_AT_LEAST)) {
            return following;
        }
        begin(members);
        return following + waiting;
    }

    boolean isFollowedBy(Outbox outbox) {
        return outbox.isOf(this) && outbox.lastDeflated() == last;
    }

    /** There is a message for those who follow. Returns the number of the one before, by which they are known. */
    long next(long number) {
        long before = last;
        last = number;
        messages++;
        return before;
    }

    /** Refers to nothing that was before, so that all may follow from here on. */
    private void begin(Members members) {
        deflater.forget();
        messages = 0;
        for (int i = 0; i < members.size(); i++) {
            Outbox outbox = members.get(i).outbox();
            if (outbox.isOf(this)) {
                outbox.deflated(last);
            }
        }
    }
}
