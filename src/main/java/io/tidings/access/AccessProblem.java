package io.tidings.access;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Why a request is not let in, as the answer to it says (RFC 6750, section 3). */
public final class AccessProblem extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    private static final String CHALLENGE = "Bearer realm=\"tidings\"";

    private AccessProblem(HttpStatus status, String detail, @Nullable Throwable cause) {
        super(status, ProblemDetail.forStatusAndDetail(status, detail), cause);
    }

    /** 401: it must be said who asks. */
    public static AccessProblem missing(String detail) {
        return unauthorized(detail, "");
    }

    /** 401: what was shown does not hold. */
    static AccessProblem wrong(String detail) {
        return unauthorized(detail, ", error=\"invalid_token\"");
    }

    /** 403: what was shown holds, and is not enough. */
    static AccessProblem insufficient(String detail) {
        return challenging(HttpStatus.FORBIDDEN, detail, ", error=\"insufficient_scope\"");
    }

    /** 400: what Spring Security's firewall does not let through. */
    static AccessProblem malformed(Throwable cause) {
        return new AccessProblem(
                HttpStatus.BAD_REQUEST,
                "request: malformed (expected: a path and headers without control characters)",
                cause);
    }

    /** 503: nobody can say now whether a token holds. */
    static AccessProblem unverifiable(Duration retryAfter, Throwable cause) {
        AccessProblem problem = new AccessProblem(
                HttpStatus.SERVICE_UNAVAILABLE, "token: cannot be checked now (expected: a later attempt)", cause);
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
        return problem;
    }

    private static AccessProblem unauthorized(String detail, String error) {
        return challenging(HttpStatus.UNAUTHORIZED, detail, error);
    }

    private static AccessProblem challenging(HttpStatus status, String detail, String error) {
        AccessProblem problem = new AccessProblem(status, detail, null);
        problem.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE + error);
        return problem;
    }
}
