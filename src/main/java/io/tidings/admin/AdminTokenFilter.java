package io.tidings.admin;

import io.tidings.access.AdminToken;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Lets nobody at the admin API without its token, in {@code Authorization: Bearer TOKEN} (RFC 6750, section 2.1). */
final class AdminTokenFilter implements WebFilter {

    /** What a 401 asks for. */
    static final String CHALLENGE = "Bearer realm=\"tidings\"";

    private static final String SCHEME = "Bearer ";

    private final AdminToken token;

    private final AdminMetrics metrics;

    AdminTokenFilter(AdminToken token, AdminMetrics metrics) {
        this.token = token;
        this.metrics = metrics;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!AdminPath.matches(exchange) || AdminPath.isOpen(exchange)) {
            return chain.filter(exchange);
        }
        String shown = shown(exchange);
        if (shown == null) {
            metrics.tokenMissing();
            return Mono.error(unauthorized("Authorization: missing (expected: Bearer TOKEN)", ""));
        }
        if (!token.matches(shown)) {
            metrics.tokenWrong();
            return Mono.error(unauthorized("Authorization: not the admin token", ", error=\"invalid_token\""));
        }
        return chain.filter(exchange);
    }

    private static @Nullable String shown(ServerWebExchange exchange) {
        String authorization = exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length()).strip()
                : null;
    }

    private static ErrorResponseException unauthorized(String detail, String error) {
        ErrorResponseException unauthorized = new ErrorResponseException(
                HttpStatus.UNAUTHORIZED, ProblemDetail.forStatusAndDetail(HttpStatus.UNAUTHORIZED, detail), null);
        unauthorized.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE + error);
        return unauthorized;
    }
}
