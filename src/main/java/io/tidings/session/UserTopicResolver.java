package io.tidings.session;

import io.tidings.topic.Topic;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.user.UserDestinationResolver;
import org.springframework.messaging.simp.user.UserDestinationResult;

/**
 * Leads what the service sends to a user, {@code /user/USER/queue/NAME}, to the user's own topic. What clients send there
 * leads nowhere.
 */
final class UserTopicResolver implements UserDestinationResolver {

    private static final String PREFIX = "/user/";

    private static final String QUEUE = "/queue/";

    @Override
    public @Nullable UserDestinationResult resolveDestination(Message<?> message) {
        String destination = SimpMessageHeaderAccessor.getDestination(message.getHeaders());
        boolean fromClient = SimpMessageHeaderAccessor.getSessionId(message.getHeaders()) != null;
        int queue = destination == null ? -1 : destination.indexOf(QUEUE, PREFIX.length());
        if (destination == null || fromClient || queue < 0 || !destination.startsWith(PREFIX)) {
            return null;
        }
        String user = destination.substring(PREFIX.length(), queue);
        String name = destination.substring(queue + QUEUE.length());
        String target = Topic.ofUser(name, user.replace("%2F", "/")).destination();
        return new UserDestinationResult(destination, Set.of(target), PREFIX + QUEUE.substring(1) + name, user);
    }
}
