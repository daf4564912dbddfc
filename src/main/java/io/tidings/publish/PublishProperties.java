package io.tidings.publish;

import io.tidings.topic.AllowedHeaders;
import io.tidings.topic.TraceParent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How publications are taken.
 *
 * @param allowedHeaders Names of the headers that pass on to subscribers; all others are dropped.
 * @param traceContext Whether "traceparent" passes on too, and joins this service's spans to the publisher's trace.
 * @param maxHeaders The most that the headers of one publication may take, content type included.
 * @param settleTimeout How long this node may take to read what has been published with an idempotency key.
 */
@ConfigurationProperties("tidings.publish")
record PublishProperties(
        @DefaultValue List<String> allowedHeaders,
        @DefaultValue("true") boolean traceContext,
        @DefaultValue("8KB") DataSize maxHeaders,
        @DefaultValue("5s") Duration settleTimeout) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a header cannot be allowed, the size is negative or the time none
     */
    PublishProperties {
        new AllowedHeaders(allowedHeaders);
        if (maxHeaders.isNegative()) {
            throw new IllegalArgumentException("max-headers: " + maxHeaders + " (expected: >= 0B)");
        }
        if (settleTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("settle-timeout: " + settleTimeout + " (expected: >= 1ms)");
        }
    }

    /** Names of all the headers that pass on. */
    List<String> passing() {
        List<String> passing = new ArrayList<>(allowedHeaders);
        if (traceContext) {
            passing.add(TraceParent.NAME);
        }
        return passing;
    }
}
