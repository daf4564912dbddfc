package io.tidings.session;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.tidings.fanout.Outbox;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Counts sessions and what they are refused. Any thread may call. */
final class SessionMetrics {

    /** The close codes that are told apart (RFC 6455, section 7.4.1). */
    private static final int FIRST_CODE = 1000;

    private static final int LAST_CODE = 1015;

    /** What clients send, and a frame that is not whole. */
    private static final List<String> COMMANDS = List.of(
            "CONNECT",
            "STOMP",
            "SUBSCRIBE",
            "UNSUBSCRIBE",
            "SEND",
            "BEGIN",
            "COMMIT",
            "ABORT",
            "ACK",
            "NACK",
            "DISCONNECT",
            "none");

    private final MeterRegistry registry;

    private final AtomicInteger open = new AtomicInteger();

    private final AtomicInteger draining = new AtomicInteger();

    private final Counter opened;

    private final Counter deflating;

    SessionMetrics(MeterRegistry registry) {
        this.registry = registry;
        gauge("open", "Sessions that are open", null, open::get);
        gauge("draining", "1 from the moment that the node is told to stop, else 0", null, draining::get);
        this.opened = Counter.builder("tidings.session.opened")
                .description("WebSocket sessions that began")
                .register(registry);
        this.deflating = Counter.builder("tidings.session.deflating")
                .description("WebSocket sessions that began and agreed on permessage-deflate")
                .register(registry);
        // Boot closes the registry when the node begins to stop: what counts after that must be there before.
        for (int code = FIRST_CODE; code <= LAST_CODE + 1; code++) {
            closes(code);
        }
        for (Outbox.Cause cause : Outbox.Cause.values()) {
            surrenders(cause);
        }
        for (Limit limit : Limit.values()) {
            limits(limit);
        }
        COMMANDS.forEach(this::refusals);
    }

    /** Shows what the sessions make together, as of a look at them a moment ago. */
    void observe(Supplier<SessionLook> look) {
        gauge(
                "subscriptions",
                "Subscriptions that sessions hold",
                null,
                () -> look.get().subscriptions());
        gauge(
                "behind",
                "Sessions whose clients have not taken all",
                null,
                () -> look.get().behind());
        gauge(
                "pending",
                "Bytes that wait for clients",
                BaseUnits.BYTES,
                () -> look.get().pendingBytes());
    }

    /** Shows how many sessions there may be. */
    void showMost(int sessions) {
        Gauge.builder("tidings.session.max", () -> sessions)
                .description("The most sessions that may be open")
                .register(registry);
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
            surrenders(cause).increment();
        }
        closes(code).increment();
    }

    /** A frame was answered with ERROR. */
    void refused(String command) {
        refusals(command).increment();
    }

    /** A client met a bound. */
    void limited(Limit limit) {
        limits(limit).increment();
    }

    /** Codes that a client made up share one tag value. */
    private Counter closes(int code) {
        return Counter.builder("tidings.session.closed")
                .description("WebSocket sessions that ended, by close code")
                .tag("code", code >= FIRST_CODE && code <= LAST_CODE ? Integer.toString(code) : "other")
                .register(registry);
    }

    private Counter surrenders(Outbox.Cause cause) {
        return Counter.builder("tidings.session.gave.up")
                .description("Sessions that the server ended, which may come back at once")
                .tag("cause", cause.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private Counter refusals(String command) {
        return Counter.builder("tidings.session.refused")
                .description("STOMP frames that were answered with ERROR, by command")
                .tag("command", command)
                .register(registry);
    }

    private Counter limits(Limit limit) {
        return Counter.builder("tidings.session.limited")
                .description("Times that a client met a bound")
                .tag("limit", limit.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .register(registry);
    }

    private void gauge(String name, String description, @Nullable String unit, Supplier<Number> value) {
        Gauge.builder("tidings.session." + name, value)
                .description(description)
                .baseUnit(unit)
                .strongReference(true)
                .register(registry);
    }
}
