package io.tidings.connection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts connections and what they are refused. Any thread may call. */
final class ConnectionMetrics {

    private final MeterRegistry registry;

    private final AtomicInteger open;

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
        this.open = registry.gauge("tidings.connection.open", new AtomicInteger());
    }

    /** Returns how many there are with this one. */
    int opened() {
        return open.incrementAndGet();
    }

    void closed() {
        open.decrementAndGet();
    }

    void limited(Limit limit) {
        Counter.builder("tidings.connection.limited")
                .description("TCP connections that were closed at a bound")
                .tag("limit", tag(limit))
                .register(registry)
                .increment();
    }

    /** A request was no HTTP, or over a bound of it. */
    void malformed() {
        Counter.builder("tidings.connection.malformed")
                .description("Requests that were no HTTP, or over a bound of their line, headers or chunks")
                .register(registry)
                .increment();
    }

    void ignored(Doubt doubt) {
        Counter.builder("tidings.connection.forwarded.ignored")
                .description("Requests whose proxy headers were not believed")
                .tag("reason", tag(doubt))
                .register(registry)
                .increment();
    }

    private static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
