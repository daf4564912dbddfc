package io.tidings.admin;

import io.tidings.cluster.TooManyQuestionsException;
import io.tidings.log.LogUnavailableException;
import io.tidings.publish.IdempotencyKeyReusedException;
import io.tidings.publish.InvalidPublicationException;
import io.tidings.publish.OutcomeUnknownException;
import io.tidings.replica.ReplicaUnavailableException;
import io.tidings.topic.UnknownNamespaceException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;
import org.springframework.web.ErrorResponseException;

/** Says of every failure what a client is told of it (RFC 9457). */
final class Problems {

    private static final Logger logger = LoggerFactory.getLogger(Problems.class);

    private static final String UNKNOWN = "The log cannot be reached; the update may or may not have been published.";

    private static final String UNKNOWN_WITH_KEY =
            "The outcome is unknown; retry with the same Idempotency-Key, and the update is published once.";

    private static final String NOT_READY =
            "This node cannot answer now: it is starting or stopping, or has too much to do.";

    private static final String UNDECIDED = "The service that knows whether this is allowed does not answer now.";

    private final Duration retryAfter;

    Problems(AdminProperties properties) {
        this.retryAfter = properties.retryAfter();
    }

    /** The problem that a failure is; one that nobody foresaw is logged. */
    ErrorResponse of(Throwable failure) {
        if (failure instanceof ErrorResponse known) {
            return known;
        }
        if (failure instanceof UnknownNamespaceException) {
            return refused(failure, HttpStatus.NOT_FOUND);
        }
        if (failure instanceof InvalidPublicationException) {
            return refused(failure, HttpStatus.BAD_REQUEST);
        }
        if (failure instanceof IdempotencyKeyReusedException) {
            return refused(failure, HttpStatus.UNPROCESSABLE_CONTENT);
        }
        if (failure instanceof OutcomeUnknownException) {
            return unavailable(failure, UNKNOWN_WITH_KEY);
        }
        if (failure instanceof ReplicaUnavailableException || failure instanceof TooManyQuestionsException) {
            return unavailable(failure, NOT_READY);
        }
        if (failure instanceof UndecidedException) {
            return unavailable(failure, UNDECIDED);
        }
        return failure instanceof LogUnavailableException ? unavailable(failure, UNKNOWN) : internal(failure);
    }

    private static ErrorResponse refused(Throwable failure, HttpStatus status) {
        ProblemDetail problem = ProblemDetail.forStatus(status);
        problem.setDetail(failure.getMessage());
        return new ErrorResponseException(status, problem, failure);
    }

    private ErrorResponse unavailable(Throwable failure, String detail) {
        return ErrorResponse.builder(failure, HttpStatus.SERVICE_UNAVAILABLE, detail)
                .header(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())))
                .build();
    }

    private static ErrorResponse internal(Throwable failure) {
        logger.atError().setCause(failure).log("A request to the admin API failed");
        return ErrorResponse.create(failure, HttpStatus.INTERNAL_SERVER_ERROR, "The request failed; the log says why.");
    }
}
