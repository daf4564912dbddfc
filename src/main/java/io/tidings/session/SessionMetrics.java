package io.tidings.session;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.fanout.Outbox;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts sessions and what they are refused. Any thread may call. */
final class SessionMetrics {

    private final MeterRegistry registry;

    private final AtomicInteger open;

    private final AtomicInteger draining;

    private final Counter opened;

    private final Counter deflating;

    SessionMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.open = registry.gauge("tidings.session.open", new AtomicInteger());
        this.draining = registry.gauge("tidings.session.draining", new AtomicInteger());
        this.opened = Counter.builder("tidings.session.opened")
                .description("WebSocket sessions that began")
                .register(registry);
        this.deflating = Counter.builder("tidings.session.deflating")
                .description("WebSocket sessions that began and agreed on permessage-deflate")
                .register(registry);
        // Boot closes the registry when the node begins to stop: what counts after that must be there before.
        var unusedCloses = closes(CloseCodes.RESTART.getCode());
        var unusedLimits = limits(Limit.DRAINING);
    }

    void opened() {
        open.incrementAndGet();
        opened.increment();
    }

    /** A session that has agreed on compression. */
    void deflating() {
        deflating.increment();
    }

    /** Whether the node is stopping. */
    void draining(boolean now) {
        draining.set(now ? 1 : 0);
    }

    void closed(int code, Outbox.@Nullable Cause cause) {
        open.decrementAndGet();
        if (cause != null) {
            gaveUp(cause);
        }
        closes(code).increment();
    }

    private Counter closes(int code) {
        return Counter.builder("tidings.session.closed")
                .description("WebSocket sessions that ended, by close code")
                .tag("code", closeCode(code))
                .register(registry);
    }

    private void gaveUp(Outbox.Cause cause) {
        Counter.builder("tidings.session.gave.up")
                .description("Sessions that the server ended, which may come back at once")
                .tag("cause", cause.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
    }

    /** A frame was answered with ERROR. */
    void refused(String command) {
        Counter.builder("tidings.session.refused")
                .description("STOMP frames that were answered with ERROR, by command")
                .tag("command", command)
                .register(registry)
                .increment();
    }

    /** A client met a bound. */
    void limited(Limit limit) {
        limits(limit).increment();
    }

    private Counter limits(Limit limit) {
        return Counter.builder("tidings.session.limited")
                .description("Times that a client met a bound")
                .tag("limit", limit.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .register(registry);
    }

    /** Codes that a client made up share one tag value. */
    private static String closeCode(int code) {
        return code >= 1000 && code <= 1015 ? Integer.toString(code) : "other";
    }
}
