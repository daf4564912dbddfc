package io.tidings.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.ReactiveAuthenticationManagerResolver;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Finds the bearer token of a request, and who shows it: the admin token counts where operators are let in, and nowhere
 * else. Where none can be checked a token is not looked at, as any login in CONNECT is not.
 */
final class BearerTokens
        implements ServerAuthenticationConverter, ReactiveAuthenticationManagerResolver<ServerWebExchange> {

    private static final String QUERY_PARAMETER = "access_token";

    private final Tokens tokens;

    private final AdminToken adminToken;

    private final AccessPaths paths;

    private final boolean inQuery;

    /**
     * Says which tokens are taken.
     *
     * @param inQuery whether one may stand in the URL of a GET
     */
    BearerTokens(Tokens tokens, AdminToken adminToken, AccessPaths paths, boolean inQuery) {
        this.tokens = tokens;
        this.adminToken = adminToken;
        this.paths = paths;
        this.inQuery = inQuery;
    }

    @Override
    public Mono<Authentication> convert(ServerWebExchange exchange) {
        return Mono.justOrEmpty(shown(exchange.getRequest()))
                .filterWhen(token -> isLookedAt(exchange))
                .map(BearerTokens::unchecked);
    }

    @Override
    public Mono<ReactiveAuthenticationManager> resolve(ServerWebExchange exchange) {
        return paths.areForOperators(exchange).map(operators -> operators ? this::operator : this::client);
    }

    private Mono<Boolean> isLookedAt(ServerWebExchange exchange) {
        return tokens.areTaken() ? paths.areOpen(exchange).map(open -> !open) : paths.areForOperators(exchange);
    }

    /** More than one is as good as a wrong one (RFC 6750, section 2). */
    private @Nullable String shown(ServerHttpRequest request) {
        List<String> headers = request.getHeaders().getOrEmpty(HttpHeaders.AUTHORIZATION);
        if (headers.size() > 1) {
            return "";
        }
        String header = headers.isEmpty() ? null : Tokens.bearer(headers.get(0));
        List<String> query = inQuery && request.getMethod().equals(HttpMethod.GET)
                ? request.getQueryParams().getOrDefault(QUERY_PARAMETER, List.of())
                : List.of();
        if (query.isEmpty()) {
            return header;
        }
        return header == null && query.size() == 1 ? String.valueOf(query.get(0)) : "";
    }

    private static Authentication unchecked(String token) {
        if (token.isEmpty()) {
            throw new BadTokenException("empty, or one of several");
        }
        return new BearerTokenAuthenticationToken(token);
    }

    private Mono<Authentication> operator(Authentication shown) {
        String token = token(shown);
        if (adminToken.matches(token)) {
            return Mono.just(AdminUser.INSTANCE);
        }
        return tokens.areTaken() ? client(shown) : Mono.error(new BadTokenException("not the admin token"));
    }

    private Mono<Authentication> client(Authentication shown) {
        return Mono.fromFuture(() -> tokens.user(token(shown)), true).cast(Authentication.class);
    }

    private static String token(Authentication shown) {
        return ((BearerTokenAuthenticationToken) shown).getToken();
    }
}
