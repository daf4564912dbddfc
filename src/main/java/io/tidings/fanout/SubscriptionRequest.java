package io.tidings.fanout;

import io.tidings.replica.ViewQuery;
import io.tidings.topic.Cursor;
import io.tidings.topic.Flow;
import io.tidings.topic.TopicPattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for with SUBSCRIBE.
 *
 * @param id the client's name for the subscription; stands in every MESSAGE
 * @param pattern the topics
 * @param shownDestination the destination that MESSAGE frames carry, or null for the topic's own
 * @param acknowledged whether MESSAGE frames carry an {@code ack} header, for the client asked for an {@code ack} mode
 * @param past what is sent from before the subscription
 * @param flow how much of what comes is sent
 */
public record SubscriptionRequest(
        String id,
        TopicPattern pattern,
        @Nullable String shownDestination,
        boolean acknowledged,
        Past past,
        Flow flow) {

    /** The view that it begins with. */
    ViewQuery query() {
        return query(flow.conflates() ? null : past.since());
    }

    /** The view that it goes on with, having seen this much; null if nothing that it has seen stands any more. */
    ViewQuery query(@Nullable Cursor seen) {
        return new ViewQuery(pattern, past.snapshot(), past.history(), seen);
    }

    /** Whether what the client has seen proves nothing, for it was not sent all that came before it. */
    boolean isUnproven() {
        return flow.conflates() && past.since() != null;
    }

    /** Whether the client knows of cursors, and so what {@code gap} means. */
    boolean resumes() {
        return past.since() != null;
    }
}
