package io.tidings.fanout;

import org.jspecify.annotations.Nullable;

/**
 * What MESSAGE frames of one update have to have in common to differ in the subscription's id alone.
 *
 * @param shownDestination the destination that they carry, or null for the topic's own
 * @param version the version of STOMP whose escapes they use
 * @param acknowledged whether they carry an {@code ack} header
 */
record FrameForm(@Nullable String shownDestination, StompVersion version, boolean acknowledged) {

    static FrameForm of(Subscription subscription) {
        SubscriptionRequest request = subscription.request();
        return new FrameForm(request.shownDestination(), subscription.outbox().version(), request.acknowledged());
    }
}
