package io.tidings.relay;

import org.jspecify.annotations.Nullable;

/** Gives what arrives to whom it is for, by the subscription that brought it. */
final class Inbound {

    private final BatchReceiver batches;

    private final @Nullable Mailbox mailbox;

    /** The mailbox is null where nobody listens to other nodes. */
    Inbound(BatchReceiver batches, @Nullable Mailbox mailbox) {
        this.batches = batches;
        this.mailbox = mailbox;
    }

    /** The node whose messages are to be subscribed to, if somebody listens. */
    @Nullable
    String node() {
        return mailbox == null ? null : mailbox.node();
    }

    void receive(@Nullable String subscription, byte[] body) {
        if (mailbox != null && StompFrames.isOfNodes(subscription)) {
            mailbox.take(body);
        } else {
            batches.receive(body);
        }
    }
}
