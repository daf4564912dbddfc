package io.tidings.publish;

import io.tidings.replica.Original;
import io.tidings.replica.Originals;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A replica that knows the keys that the test tells it, and applies what was appended at once, unless it is held. */
final class FakeOriginals implements Originals {

    final List<Update> asked = new ArrayList<>();

    @Nullable
    CompletableFuture<Original> held;

    private final Map<List<Object>, Original> known = new HashMap<>();

    void knows(Update keyed) {
        known.put(List.of(keyed.topic(), String.valueOf(keyed.idempotencyKey())), Original.of(keyed));
    }

    @Override
    public @Nullable Original known(Topic topic, String key) {
        return known.get(List.of(topic, key));
    }

    @Override
    public CompletableFuture<Original> settled(Update appended, Duration timeout) {
        asked.add(appended);
        return held == null ? CompletableFuture.completedFuture(Original.of(appended)) : held;
    }
}
