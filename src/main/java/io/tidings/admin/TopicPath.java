package io.tidings.admin;

import io.tidings.topic.Topic;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ResponseStatusException;

/** Reads the topic that a request's path names. */
final class TopicPath {

    private TopicPath() {}

    /**
     * The topic of this name.
     *
     * @param name the path's segment as Spring decoded it
     * @throws ResponseStatusException with 400 where it is none
     */
    static Topic topic(String name, ServerHttpRequest request) {
        try {
            if (request.getPath().value().indexOf(';') >= 0) {
                // Spring takes it for the start of path parameters, and leaves them out of the name.
                throw new IllegalArgumentException("path: with ';' (expected: none)");
            }
            return new Topic(name);
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage(), e);
        }
    }
}
