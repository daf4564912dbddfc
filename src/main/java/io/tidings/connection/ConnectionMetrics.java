package io.tidings.connection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.netty.util.internal.PlatformDependent;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Counts connections and what they are refused. Any thread may call. */
final class ConnectionMetrics {

    private final MeterRegistry registry;

    private final AtomicInteger open = new AtomicInteger();

    private final Counter malformed;

    /** Which bound a connection was closed at. */
    enum Limit {
        CONNECTIONS,
        ADDRESS_CONNECTIONS,
        REQUEST_TIME,
        ANSWER_TIME
    }

    /** Why what a proxy header says was not taken. */
    enum Doubt {
        /** It came from an address that is not a trusted proxy's. */
        UNTRUSTED,

        /** It is no address, scheme, host or port. */
        MALFORMED
    }

    ConnectionMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("tidings.connection.open", open::get)
                .description("TCP connections, sessions included")
                .strongReference(true)
                .register(registry);
        this.malformed = Counter.builder("tidings.connection.malformed")
                .description("Requests that were no HTTP, or over a bound of their line, headers or chunks")
                .register(registry);
        for (Limit limit : Limit.values()) {
            limits(limit);
        }
        for (Doubt doubt : Doubt.values()) {
            doubts(doubt);
        }
    }

    /**
     * Shows the memory outside the heap that Netty counts, for all that it does in this process, and the most that it takes:
     * the JVM's own meters of buffers do not see what Netty keeps without them.
     */
    void observeMemory() {
        memory("memory", "Memory outside the heap that connections take", PlatformDependent::usedDirectMemory);
        memory(
                "memory.max",
                "The most memory outside the heap that connections may take",
                PlatformDependent::maxDirectMemory);
    }

    /** Returns how many there are with this one. */
    int opened() {
        return open.incrementAndGet();
    }

    void closed() {
        open.decrementAndGet();
    }

    void limited(Limit limit) {
        limits(limit).increment();
    }

    /** A request was no HTTP, or over a bound of it. */
    void malformed() {
        malformed.increment();
    }

    void ignored(Doubt doubt) {
        doubts(doubt).increment();
    }

    private Counter limits(Limit limit) {
        return Counter.builder("tidings.connection.limited")
                .description("TCP connections that were closed at a bound")
                .tag("limit", tag(limit))
                .register(registry);
    }

    private Counter doubts(Doubt doubt) {
        return Counter.builder("tidings.connection.forwarded.ignored")
                .description("Requests whose proxy headers were not believed")
                .tag("reason", tag(doubt))
                .register(registry);
    }

    private static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void memory(String name, String description, Supplier<Number> bytes) {
        Gauge.builder("tidings.connection." + name, bytes)
                .description(description)
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
    }
}
