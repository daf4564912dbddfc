package io.tidings.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Policy;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import io.tidings.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/** A log under test, and what its tests do with it. */
@Timeout(60)
abstract class AbstractLogTests {

    /** The log under test. */
    abstract UpdateLog log();

    /** A namespace that no other test uses and that the log serves. */
    abstract Namespace namespace(Policy policy);

    /** Where a log of the namespace's ends now. */
    long headOf(Namespace namespace, LogId log) throws Exception {
        return get(log().heads(List.of(namespace))).stream()
                .filter(head -> head.log().equals(log))
                .findFirst()
                .orElseThrow()
                .head();
    }

    static Publication text(Namespace namespace, String key, String body) {
        return new Publication(Topic.of(namespace.name(), key), "text/plain", Map.of(), body.getBytes(UTF_8));
    }

    static LogId logOf(Published published) {
        return (LogId) published.position().source();
    }

    static <T> T get(CompletableFuture<T> future) throws Exception {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new ExecutionException(e.getCause());
        }
    }
}
