package io.tidings.trace;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.tidings.relay.Relay;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The spans of an update's way: its publication, the batch that ingest makes of it, and that batch at the relay; none for a
 * delivery. Where tracing is off what is asked for is done, and nothing else. Any thread may call.
 */
public final class Spans {

    private static final Spans OFF = new Spans(ObservationRegistry.NOOP, false);

    private final ObservationRegistry registry;

    private final boolean passesOn;

    /**
     * Spans that this registry's handlers make.
     *
     * @param passesOn whether publications may name their span to consumers and subscribers
     */
    Spans(ObservationRegistry registry, boolean passesOn) {
        this.registry = registry;
        this.passesOn = passesOn;
    }

    /** Those of a service that does not trace. */
    public static Spans off() {
        return OFF;
    }

    /**
     * Publishes within a span, a child of the one that the publication names. If it is recorded the publication goes on as
     * its child.
     */
    public CompletableFuture<Published> publish(
            Publication publication, Function<Publication, CompletableFuture<Published>> way) {
        if (registry.isNoop()) {
            return way.apply(publication);
        }
        SpanContext context = SpanContext.ofPublication(publication);
        return within(
                context,
                () -> way.apply(passesOn ? context.traced(publication) : publication)
                        .whenComplete((published, failure) -> context.published(published)));
    }

    /** A relay whose batches have a span each, until they are confirmed. */
    public Relay over(Relay relay) {
        return registry.isNoop() ? relay : new TracedRelay(relay, this, SpanContext::ofRelay);
    }

    /** A relay for what is read from the log: its batches have a span each, and within it that of the relay. */
    public Relay overIngest(Relay relay) {
        return registry.isNoop() ? relay : new TracedRelay(over(relay), this, SpanContext::ofIngest);
    }

    /** Does what is to be done within a span, which ends when that has. */
    <T> CompletableFuture<T> within(SpanContext context, Supplier<CompletableFuture<T>> work) {
        Observation observation = Observation.start(context.name(), () -> context, registry);
        try {
            return observation.scoped(work).whenComplete((done, failure) -> end(observation, failure));
        } catch (RuntimeException e) {
            observation.stop(); // It has the error already.
            throw e;
        }
    }

    private static void end(Observation observation, @Nullable Throwable failure) {
        if (failure != null) {
            observation.error(
                    failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure);
        }
        observation.stop();
    }
}
