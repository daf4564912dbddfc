package io.tidings.trace;

import io.tidings.relay.Relay;
import io.tidings.topic.Batch;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** A relay whose batches have a span each; those without an update, which tell of holes only, have none. */
final class TracedRelay implements Relay {

    private final Relay relay;

    private final Spans spans;

    private final Function<Batch, SpanContext> context;

    TracedRelay(Relay relay, Spans spans, Function<Batch, SpanContext> context) {
        this.relay = relay;
        this.spans = spans;
        this.context = context;
    }

    @Override
    public CompletableFuture<Void> publish(Batch batch) {
        return batch.updates().isEmpty()
                ? relay.publish(batch)
                : spans.within(context.apply(batch), () -> relay.publish(batch));
    }

    @Override
    public void subscribe(Consumer<Batch> sink) {
        relay.subscribe(sink);
    }

    @Override
    public boolean isConnected() {
        return relay.isConnected();
    }

    @Override
    public void onConnectionChange(Consumer<Boolean> listener) {
        relay.onConnectionChange(listener);
    }
}
