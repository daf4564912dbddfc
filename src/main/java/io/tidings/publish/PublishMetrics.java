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

    private final Map<Result, Timer> times = new EnumMap<>(Result.class);

    private final Counter bytes;

    private final Counter localDeliveries;

    private final Counter headersDropped;

    private enum Result {
        PUBLISHED,
        REPEATED,
        INVALID,
        UNKNOWN_NAMESPACE,
        UNAVAILABLE,
        FAILED
    }

    PublishMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Result result : Result.values()) {
            times.put(result, time(registry, result));
        }
        bytes = Counter.builder("tidings.publish.bytes")
                .description("Bytes of the bodies published")
                .baseUnit("bytes")
                .register(registry);
        localDeliveries = Counter.builder("tidings.publish.local.deliveries")
                .description("Ephemeral updates that were delivered to this node alone, for the relay had no link")
                .register(registry);
        headersDropped = Counter.builder("tidings.publish.headers.dropped")
                .description("Headers of publications dropped because their value is none: malformed traceparents")
                .register(registry);
    }

    Timer.Sample started() {
        return Timer.start(registry);
    }

    /** Counts what came of a publication: either an outcome, or a failure. */
    void finished(
            Timer.Sample started, Publication publication, @Nullable Outcome outcome, @Nullable Throwable failure) {
        Result result = outcome == null ? failed(failure) : succeeded(outcome);
        if (result == Result.PUBLISHED) {
            bytes.increment(publication.bodyLength());
        }
        started.stop(Objects.requireNonNull(times.get(result)));
    }

    void deliveredLocally() {
        localDeliveries.increment();
    }

    void headerDropped() {
        headersDropped.increment();
    }

    private static Timer time(MeterRegistry registry, Result result) {
        return Timer.builder("tidings.publish.time")
                .description("Time until a publication was safe, or refused")
                .tag("outcome", result.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private static Result succeeded(Outcome outcome) {
        return outcome.repeated() ? Result.REPEATED : Result.PUBLISHED;
    }

    private static Result failed(@Nullable Throwable failure) {
        if (failure instanceof CompletionException) {
            return failed(failure.getCause());
        }
        if (failure instanceof InvalidPublicationException || failure instanceof IdempotencyKeyReusedException) {
            return Result.INVALID;
        }
        if (failure instanceof UnknownNamespaceException) {
            return Result.UNKNOWN_NAMESPACE;
        }
        return failure instanceof LogUnavailableException || failure instanceof OutcomeUnknownException
                ? Result.UNAVAILABLE
                : Result.FAILED;
    }
}
