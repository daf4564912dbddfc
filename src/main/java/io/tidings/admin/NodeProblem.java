package io.tidings.admin;

import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** One node had to be asked, and was not there. */
final class NodeProblem {

    private NodeProblem() {}

    static ErrorResponseException unknown(String node) {
        return problem(HttpStatus.NOT_FOUND, "node: '" + node + "' (expected: one of /api/nodes)");
    }

    static ErrorResponseException silent(String node, List<MissingNode> missing, Duration retryAfter) {
        String reason = missing.isEmpty() ? "failed" : missing.get(0).reason();
        ErrorResponseException problem =
                problem(HttpStatus.SERVICE_UNAVAILABLE, "node: '" + node + "' did not answer: " + reason);
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
        return problem;
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }
}
