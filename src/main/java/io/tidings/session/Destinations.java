package io.tidings.session;

import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;

/** Reads the destinations that clients name; what is wrong with one is said to the client. */
final class Destinations {

    /** Where the destinations of {@code @MessageMapping} methods start. */
    static final String APPLICATION_PREFIX = "/app/";

    /** A user's own queues. */
    static final String USER_PREFIX = "/user/queue/";

    private Destinations() {}

    /** The topics of a SUBSCRIBE: {@code /topic/...}, or {@code /user/queue/NAME} for the user's own. */
    static TopicPattern pattern(@Nullable String destination, @Nullable Principal user) {
        String given = required(destination);
        try {
            return isUserQueue(given) ? own(given, user) : TopicPattern.ofDestination(given);
        } catch (IllegalArgumentException e) {
            throw new StompRefusal(String.valueOf(e.getMessage()));
        }
    }

    /** The topic of a SEND. */
    static Topic topic(@Nullable String destination) {
        try {
            return Topic.ofDestination(required(destination));
        } catch (IllegalArgumentException e) {
            throw new StompRefusal(String.valueOf(e.getMessage()));
        }
    }

    /** Whether a message is for a {@code @MessageMapping} method; other frames than SEND and SUBSCRIBE have no destination. */
    static boolean isForApplication(Message<?> message) {
        SimpMessageType type = SimpMessageHeaderAccessor.getMessageType(message.getHeaders());
        String destination = SimpMessageHeaderAccessor.getDestination(message.getHeaders());
        return (type == SimpMessageType.MESSAGE || type == SimpMessageType.SUBSCRIBE)
                && destination != null
                && destination.startsWith(APPLICATION_PREFIX);
    }

    static boolean isUserQueue(String destination) {
        return destination.startsWith(USER_PREFIX);
    }

    private static TopicPattern own(String destination, @Nullable Principal user) {
        if (user == null) {
            throw new StompRefusal("destination: '" + USER_PREFIX + "...' (expected: of a client that has logged in)");
        }
        String name = destination.substring(USER_PREFIX.length());
        return new TopicPattern(Topic.ofUser(name, user.getName()).name());
    }

    private static String required(@Nullable String destination) {
        if (destination == null) {
            throw new StompRefusal("destination: missing (expected: a header with it)");
        }
        return destination;
    }
}
