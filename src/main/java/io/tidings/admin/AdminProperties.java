package io.tidings.admin;

import io.tidings.cluster.Question;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The admin API.
 *
 * @param readTimeout How long the body of a request may take to arrive.
 * @param retryAfter After how long a client is told to try again when the log or a node cannot be reached.
 * @param gatherTimeout How long other nodes may take to answer, 1ms to 1m; who has not is named in the answer.
 * @param maxBatch The most publications of a batch.
 * @param maxBody The longest body of a batch, at most 256MB.
 * @param maxPage The most items of a page, at most 1000.
 * @param maxShown The longest body that is shown with a topic.
 */
@ConfigurationProperties("tidings.admin")
record AdminProperties(
        @DefaultValue("30s") Duration readTimeout,
        @DefaultValue("2s") Duration retryAfter,
        @DefaultValue("2s") Duration gatherTimeout,
        @DefaultValue("1000") int maxBatch,
        @DefaultValue("8MB") DataSize maxBody,
        @DefaultValue("200") int maxPage,
        @DefaultValue("64KB") DataSize maxShown) {

    private static final int MAX_BATCH = 100_000;

    private static final Duration LEAST_GATHER = Duration.ofMillis(1);

    private static final int MAX_PAGE = 1_000;

    private static final DataSize MAX_BODY = DataSize.ofMegabytes(256);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is not positive, or too large
     */
    AdminProperties {
        check("read-timeout", readTimeout);
        check("retry-after", retryAfter);
        checkGather("gather-timeout", gatherTimeout);
        check("max-batch", maxBatch, MAX_BATCH);
        check("max-page", maxPage, MAX_PAGE);
        check("max-body", maxBody);
        check("max-shown", maxShown);
    }

    private static void check(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 1 to " + most + ")");
        }
    }

    private static void check(String name, DataSize value) {
        if (value.toBytes() < 1 || value.compareTo(MAX_BODY) > 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 1B to " + MAX_BODY + ")");
        }
    }

    /** The cluster takes no question with another deadline. */
    private static void checkGather(String name, Duration value) {
        if (value.compareTo(LEAST_GATHER) < 0 || value.compareTo(Question.LONGEST_DEADLINE) > 0) {
            throw new IllegalArgumentException(
                    name + ": " + value + " (expected: " + LEAST_GATHER + " to " + Question.LONGEST_DEADLINE + ")");
        }
    }

    private static void check(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0s)");
        }
    }
}
