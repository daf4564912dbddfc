package io.tidings.relay;

import org.jspecify.annotations.Nullable;

/** Gives what arrives to whom it is for, by the subscription that brought it. */
final class Inbound {

    private final BatchReceiver batches;

    private final Mailbox mailbox;

    Inbound(BatchReceiver batches, Mailbox mailbox) {
        this.batches = batches;
        this.mailbox = mailbox;
    }

    /** The node whose messages are to be subscribed to, if somebody listens. */
    @Nullable
    String node() {
        return mailbox.node();
    }

    void receive(@Nullable String subscription, byte[] body) {
        if (StompFrames.isOfNodes(subscription)) {
            mailbox.take(body);
        } else {
            batches.receive(body);
        }
    }
}
