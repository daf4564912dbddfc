package io.tidings.session;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Says which handshakes may go on. Any thread may call. */
final class Admission {

    /** Nobody knows when a session ends. */
    private static final Duration UNTIL_ROOM = Duration.ofSeconds(10);

    /** Another node has room now; a balancer may take a moment to know of this one. */
    private static final Duration UNTIL_ELSEWHERE = Duration.ofSeconds(1);

    private final AdmissionProperties properties;

    private final OriginCheck origins;

    private final Sessions sessions;

    private final HandshakeRates rates;

    private final BooleanSupplier draining;

    private final SessionMetrics metrics;

    Admission(
            AdmissionProperties properties,
            Sessions sessions,
            HandshakeRates rates,
            BooleanSupplier draining,
            SessionMetrics metrics) {
        this.properties = properties;
        this.origins = new OriginCheck(properties.allowedOrigins());
        this.sessions = sessions;
        this.rates = rates;
        this.draining = draining;
        this.metrics = metrics;
    }

    /** Whom a request came from, as far as it can be believed. */
    static InetAddress client(ServerHttpRequest request) {
        InetSocketAddress remote = request.getRemoteAddress();
        return remote == null || remote.getAddress() == null ? InetAddress.getLoopbackAddress() : remote.getAddress();
    }

    /** Why a handshake is refused; null if it is not. Only one that is refused for nothing else takes a token of the node. */
    @Nullable
    HandshakeRefusal check(ServerHttpRequest request) {
        List<String> origin = request.getHeaders().getOrEmpty(HttpHeaders.ORIGIN);
        if (!origins.allows(origin, request.getURI())) {
            String shown = PastHeaders.printable(String.join(", ", origin));
            return refuse(
                    Limit.ORIGIN,
                    HttpStatus.FORBIDDEN,
                    "origin: '" + shown + "' (expected: this service's own, or one of tidings.session.allowed-origins)",
                    Duration.ZERO);
        }
        if (draining.getAsBoolean()) {
            return refuse(
                    Limit.DRAINING,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "node: shutting down (expected: another node)",
                    UNTIL_ELSEWHERE);
        }
        HandshakeRefusal full = checkRoom(client(request));
        return full == null ? checkRates(client(request)) : full;
    }

    private @Nullable HandshakeRefusal checkRoom(InetAddress client) {
        if (!sessions.hasRoom(client)) {
            return refuse(
                    Limit.ADDRESS_SESSIONS,
                    HttpStatus.TOO_MANY_REQUESTS,
                    "sessions: " + properties.maxSessionsPerAddress() + " from your address (expected: no more)",
                    UNTIL_ROOM);
        }
        if (!sessions.hasRoom()) {
            return refuse(
                    Limit.SESSIONS,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "sessions: as many as this node takes (expected: another node, or a later attempt)",
                    UNTIL_ROOM);
        }
        return null;
    }

    private @Nullable HandshakeRefusal checkRates(InetAddress client) {
        Duration wait = rates.takeOf(client);
        if (!wait.isZero()) {
            return refuse(
                    Limit.ADDRESS_HANDSHAKES,
                    HttpStatus.TOO_MANY_REQUESTS,
                    "handshakes: over " + properties.handshakeRatePerAddress()
                            + " a second from your address (expected: a later attempt)",
                    wait);
        }
        wait = rates.takeOfNode();
        return wait.isZero()
                ? null
                : refuse(
                        Limit.HANDSHAKES,
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "handshakes: over " + properties.handshakeRate() + " a second (expected: a later attempt)",
                        wait);
    }

    private HandshakeRefusal refuse(Limit limit, HttpStatus status, String text, Duration retryAfter) {
        metrics.limited(limit);
        return new HandshakeRefusal(status, text, retryAfter);
    }
}
