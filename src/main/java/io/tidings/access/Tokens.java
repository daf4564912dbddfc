package io.tidings.access;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Mono;

/** Finds out who shows a token. Any thread may call. */
public final class Tokens {

    private static final Logger logger = LoggerFactory.getLogger(Tokens.class);

    private static final String SCHEME = "Bearer ";

    /** Longer ones are not looked at: no HTTP header carries them either. */
    private static final int LONGEST = 8_192;

    /** As many failures come as clients, and a stranger can be many. */
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    private final @Nullable ReactiveJwtDecoder decoder;

    private final TokenUsers users;

    private final TokenMetrics metrics;

    private final Duration retryAfter;

    private final boolean demanded;

    private final RareWarning warning = new RareWarning(BETWEEN_WARNINGS);

    /**
     * Checks tokens by a decoder.
     *
     * @param decoder null where no way to check tokens is configured
     * @param retryAfter after how long it may help to try again, where the decoder has no keys
     * @param demanded whether nobody is let in without one
     */
    Tokens(
            @Nullable ReactiveJwtDecoder decoder,
            TokenUsers users,
            TokenMetrics metrics,
            Duration retryAfter,
            boolean demanded) {
        this.decoder = decoder;
        this.users = users;
        this.metrics = metrics;
        this.retryAfter = retryAfter;
        this.demanded = demanded;
    }

    /** The token in the value of an {@code Authorization} header (RFC 6750, section 2.1); null where it has another scheme. */
    public static @Nullable String bearer(String authorization) {
        return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length()).strip()
                : null;
    }

    /** Whether a way to check tokens is configured. */
    public boolean areTaken() {
        return decoder != null;
    }

    /** Whether nobody is let in without one. */
    public boolean areDemanded() {
        return demanded;
    }

    /**
     * Who shows a token; there at once, unless the issuer's keys must be fetched first.
     *
     * @return fails with {@link BadTokenException}, or with {@link AccessProblem} if the token cannot be checked now
     * @throws IllegalStateException where no tokens are taken
     */
    public CompletableFuture<TokenUser> user(String token) {
        ReactiveJwtDecoder current = decoder;
        if (current == null) {
            throw new IllegalStateException("no tokens are taken");
        }
        if (token.isEmpty() || token.length() > LONGEST) {
            metrics.refused();
            return CompletableFuture.failedFuture(new BadTokenException("empty, or longer than " + LONGEST));
        }
        return Mono.defer(() -> current.decode(token))
                .map(users::of)
                .onErrorMap(this::failure)
                .doOnNext(user -> metrics.taken())
                .toFuture();
    }

    /** What the decoder says may cite the token; what a check of its claims says does not. */
    private Throwable failure(Throwable failure) {
        if (failure instanceof BadTokenException) {
            metrics.refused();
            return failure;
        }
        if (failure instanceof JwtValidationException invalid) {
            metrics.refused();
            return new BadTokenException(
                    String.valueOf(invalid.getErrors().iterator().next().getDescription()));
        }
        if (failure instanceof BadJwtException) {
            metrics.refused();
            return new BadTokenException("malformed, or not signed by a known key");
        }
        metrics.unverifiable();
        if (warning.isDue()) {
            logger.atWarn().addKeyValue("cause", causes(failure)).log("Cannot check tokens");
        }
        return AccessProblem.unverifiable(retryAfter, failure);
    }

    private static String causes(Throwable failure) {
        StringBuilder causes = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            causes.append(causes.isEmpty() ? "" : ", ").append(cause.getClass().getSimpleName());
            if (cause.getCause() == null || cause.getCause() == cause) {
                return causes.append(": ").append(cause.getMessage()).toString();
            }
        }
        return causes.toString();
    }
}
