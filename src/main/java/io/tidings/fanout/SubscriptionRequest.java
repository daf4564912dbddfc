package io.tidings.fanout;

import io.tidings.topic.TopicPattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for with SUBSCRIBE.
 *
 * @param id the client's name for the subscription; stands in every MESSAGE
 * @param pattern the topics
 * @param shownDestination the destination that MESSAGE frames carry, or null for the topic's own
 * @param acknowledged whether MESSAGE frames carry an {@code ack} header, for the client asked for an {@code ack} mode
 * @param snapshot whether last values are sent first
 */
public record SubscriptionRequest(
        String id, TopicPattern pattern, @Nullable String shownDestination, boolean acknowledged, boolean snapshot) {}
