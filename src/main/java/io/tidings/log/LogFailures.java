package io.tidings.log;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;

/** Turns what Kafka's clients fail with into what the log promises to fail with. */
final class LogFailures {

    private LogFailures() {}

    /** The failure as it goes to the caller: unavailable where it is Kafka's or a wait that ended, else as it is. */
    static Throwable of(String what, Throwable failure) {
        Throwable cause = unwrap(failure);
        boolean kafkas = cause instanceof KafkaException
                || cause instanceof TimeoutException
                || cause instanceof InterruptedException;
        return kafkas ? new LogUnavailableException(what + ": " + rootMessage(cause), cause) : cause;
    }

    /** What {@link CompletionException} and {@link ExecutionException} carry. */
    static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** What the innermost cause says, for that of Kafka's clients' wrappers tells nothing. */
    static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root.getMessage() != null) {
            return root.getMessage();
        }
        return root instanceof TimeoutException
                ? "no answer in time"
                : root.getClass().getSimpleName();
    }
}
