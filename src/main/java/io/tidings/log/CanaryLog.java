package io.tidings.log;

import io.tidings.topic.LogId;
import io.tidings.topic.Published;
import java.util.concurrent.CompletableFuture;

/** Takes canaries, which prove a log's way to the sockets: updates without a body, on a topic that is nobody's. */
public interface CanaryLog {

    /**
     * Appends a canary to exactly this log. Any thread may call; nothing blocks, and publishers do not wait for it.
     *
     * @return completes when the canary is as safe as the log makes it; with a {@link LogUnavailableException} where that
     *     cannot be, or is not known in time
     * @throws io.tidings.topic.UnknownNamespaceException if the log is of no namespace that is served here
     */
    CompletableFuture<Published> appendCanary(LogId log);
}
