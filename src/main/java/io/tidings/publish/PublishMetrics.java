package io.tidings.publish;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tidings.log.LogUnavailableException;
import io.tidings.topic.Publication;
import io.tidings.topic.UnknownNamespaceException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Counts publications: what became of them, how long it took until they were safe, their bytes. */
final class PublishMetrics {

    private final MeterRegistry registry;

    private final Map<Outcome, Timer> times = new EnumMap<>(Outcome.class);

    private final Counter bytes;

    private final Counter localDeliveries;

    private enum Outcome {
        PUBLISHED,
        INVALID,
        UNKNOWN_NAMESPACE,
        UNAVAILABLE,
        FAILED
    }

    PublishMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Outcome outcome : Outcome.values()) {
            times.put(outcome, time(registry, outcome));
        }
        bytes = Counter.builder("tidings.publish.bytes")
                .description("Bytes of the bodies published")
                .baseUnit("bytes")
                .register(registry);
        localDeliveries = Counter.builder("tidings.publish.local.deliveries")
                .description("Ephemeral updates that were delivered to this node alone, for the relay had no link")
                .register(registry);
    }

    Timer.Sample started() {
        return Timer.start(registry);
    }

    void finished(Timer.Sample started, Publication publication, @Nullable Throwable failure) {
        Outcome outcome = outcome(failure);
        if (outcome == Outcome.PUBLISHED) {
            bytes.increment(publication.bodyLength());
        }
        started.stop(Objects.requireNonNull(times.get(outcome)));
    }

    void deliveredLocally() {
        localDeliveries.increment();
    }

    private static Timer time(MeterRegistry registry, Outcome outcome) {
        return Timer.builder("tidings.publish.time")
                .description("Time until a publication was safe, or refused")
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private static Outcome outcome(@Nullable Throwable failure) {
        if (failure == null) {
            return Outcome.PUBLISHED;
        }
        if (failure instanceof CompletionException) {
            return outcome(failure.getCause());
        }
        if (failure instanceof InvalidPublicationException) {
            return Outcome.INVALID;
        }
        if (failure instanceof UnknownNamespaceException) {
            return Outcome.UNKNOWN_NAMESPACE;
        }
        return failure instanceof LogUnavailableException ? Outcome.UNAVAILABLE : Outcome.FAILED;
    }
}
