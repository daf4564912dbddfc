package io.tidings.session;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The edge's bounds and times.
 *
 * @param path the path of the WebSocket endpoint
 * @param maxMessageSize the largest STOMP frame and WebSocket message that a client may send, at least 16 KB
 * @param sendBuffer the most bytes that may be pending for a client before its session is closed
 * @param sendTimeout how long a client may take nothing though something is pending for it before its session is closed
 * @param maxUnsent the most that the kernel is given of what it cannot send yet, of a session that conflates
 * @param heartBeat how often the server sends a heart-beat at the least, and wants one; 0 for never
 * @param connectTimeout how long a client may take from the handshake to CONNECT
 * @param closeTimeout how long a client may take to answer a close frame
 * @param maxSubscriptions the most subscriptions of a session
 * @param limits further bounds of a session
 */
@Validated
@ConfigurationProperties("tidings.session")
record SessionProperties(
        @DefaultValue("/ws") @Pattern(regexp = "/.*") String path,
        @DefaultValue("1088KB") DataSize maxMessageSize,
        @DefaultValue("4MB") DataSize sendBuffer,
        @DefaultValue("30s") Duration sendTimeout,
        @DefaultValue("64KB") DataSize maxUnsent,
        @DefaultValue("10s") Duration heartBeat,
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("5s") Duration closeTimeout,
        @DefaultValue("1000") @Min(1) @Max(1_000_000) int maxSubscriptions,
        @Valid @DefaultValue Limits limits) {

    private static final DataSize SMALLEST_MESSAGE = DataSize.ofKilobytes(16);

    private static final DataSize LARGEST_MESSAGE = DataSize.ofMegabytes(256);

    private static final DataSize SMALLEST_UNSENT = DataSize.ofKilobytes(1);

    SessionProperties {
        if (path.startsWith("/api/") || path.startsWith("/actuator/")) {
            throw new IllegalArgumentException(
                    "tidings.session.path: '" + path + "' (expected: neither below /api nor below /actuator)");
        }
        if (maxMessageSize.compareTo(SMALLEST_MESSAGE) < 0 || maxMessageSize.compareTo(LARGEST_MESSAGE) > 0) {
            throw new IllegalArgumentException(
                    "tidings.session.max-message-size: " + maxMessageSize + " (expected: 16KB to 256MB)");
        }
        if (maxUnsent.compareTo(SMALLEST_UNSENT) < 0 || maxUnsent.compareTo(LARGEST_MESSAGE) > 0) {
            throw new IllegalArgumentException(
                    "tidings.session.max-unsent: " + maxUnsent + " (expected: 1KB to 256MB)");
        }
        if (sendTimeout.isZero() || sendTimeout.isNegative()) {
            throw new IllegalArgumentException("tidings.session.send-timeout: " + sendTimeout + " (expected: > 0)");
        }
        if (heartBeat.isNegative() || connectTimeout.isNegative() || closeTimeout.isNegative()) {
            throw new IllegalArgumentException("tidings.session: a negative time (expected: >= 0)");
        }
    }

    /**
     * What a session may send and hold.
     *
     * @param patterns the most subscriptions to patterns
     * @param headers the most headers of a STOMP frame
     * @param headerSize the most bytes of a header's line
     * @param frameRate the most frames a second that are read of a client; 0 for any number
     * @param publications the most publications under way
     * @param idleTimeout how long a client may have no subscription and send nothing but heart-beats; 0 for ever
     */
    record Limits(
            @DefaultValue("100") @Min(0) @Max(1_000_000) int patterns,
            @DefaultValue("100") @Min(10) @Max(1_000_000) int headers,
            @DefaultValue("16KB") DataSize headerSize,

            @DefaultValue("1000") @Min(0) @Max(1_000_000_000)
            int frameRate,

            @DefaultValue("1000") @Min(1) @Max(1_000_000) int publications,
            @DefaultValue("10m") Duration idleTimeout) {

        private static final DataSize SMALLEST_HEADER = DataSize.ofBytes(512);

        Limits {
            if (headerSize.compareTo(SMALLEST_HEADER) < 0 || headerSize.compareTo(LARGEST_MESSAGE) > 0) {
                throw new IllegalArgumentException(
                        "tidings.session.limits.header-size: " + headerSize + " (expected: 512B to 256MB)");
            }
            if (idleTimeout.isNegative()) {
                throw new IllegalArgumentException(
                        "tidings.session.limits.idle-timeout: " + idleTimeout + " (expected: >= 0)");
            }
        }
    }
}
