package io.tidings.replica;

import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Tells publishers which update an idempotency key stands for. Any thread may call; nothing blocks. */
public interface Originals {

    /**
     * The update of the topic that the key stands for, as far as this node has read the log; null where there is none within
     * the window before now.
     */
    @Nullable
    Original known(Topic topic, String key);

    /**
     * Waits until this node has applied an update with the key, and tells which one the key stands for: that one, or an
     * earlier one that it repeats. Every node says the same.
     *
     * @param appended the update that the node is to have applied, as it stands in the log
     * @param timeout the longest to wait
     * @return completes on the replica's thread, or the caller's; with a {@link java.util.concurrent.TimeoutException}, or
     *     a {@link ReplicaUnavailableException} where too many wait already
     */
    CompletableFuture<Original> settled(Update appended, Duration timeout);
}
