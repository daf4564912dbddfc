package io.tidings.admin;

import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ResponseStatusException;

/** Reads the topic that a request names. */
final class TopicPath {

    private TopicPath() {}

    /**
     * The topic of this name.
     *
     * @throws ResponseStatusException with 400 where it is none
     */
    static Topic topic(String name) {
        return checked(() -> new Topic(name));
    }

    /**
     * The topic of this name.
     *
     * @param name the path's segment as Spring decoded it
     * @throws ResponseStatusException with 400 where it is none
     */
    static Topic topic(String name, ServerHttpRequest request) {
        checkPath(request);
        return topic(name);
    }

    /**
     * The user's own topic beside one of this name.
     *
     * @param user any text, the path's segment as Spring decoded it
     * @throws ResponseStatusException with 400 where there can be none
     */
    static Topic ofUser(String name, String user, ServerHttpRequest request) {
        checkPath(request);
        return checked(() -> Topic.ofUser(name, user));
    }

    /**
     * The pattern that this is.
     *
     * @throws ResponseStatusException with 400 where it is none
     */
    static TopicPattern pattern(String text) {
        return checked(() -> new TopicPattern(text));
    }

    private static <T> T checked(Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage(), e);
        }
    }

    /** Spring takes a semicolon for the start of path parameters, and leaves them out of the name. */
    static void checkPath(ServerHttpRequest request) {
        if (request.getPath().value().indexOf(';') >= 0) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "path: with ';' (expected: none)");
        }
    }
}
