package io.tidings.access;

import io.tidings.topic.AccessAction;
import io.tidings.topic.TopicPattern;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants to do.
 *
 * @param principal null for a client that has not shown who it is
 * @param topics a topic, or for a SUBSCRIBE a pattern
 */
record Question(@Nullable Principal principal, AccessAction action, TopicPattern topics) {}
