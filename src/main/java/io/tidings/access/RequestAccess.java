package io.tidings.access;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Says of requests who shows a token, and whether that will do; failures are problems, for whoever answers those. */
final class RequestAccess {

    private final BearerTokens bearer;

    private final AccessPaths paths;

    private final AccessProperties properties;

    private final TokenMetrics metrics;

    RequestAccess(BearerTokens bearer, AccessPaths paths, AccessProperties properties, TokenMetrics metrics) {
        this.bearer = bearer;
        this.paths = paths;
        this.properties = properties;
        this.metrics = metrics;
    }

    /** Has a chain find out who shows a token. */
    ServerHttpSecurity authenticate(ServerHttpSecurity http) {
        return http.oauth2ResourceServer(server -> server.bearerTokenConverter(bearer)
                .authenticationManagerResolver(bearer)
                .authenticationEntryPoint(this::unauthorized)
                .accessDeniedHandler((exchange, denied) -> forbidden()));
    }

    /** Has a chain let in whom it should. */
    ServerHttpSecurity authorize(ServerHttpSecurity http) {
        return http.authorizeExchange(requests -> requests.matchers(paths.operators())
                .access((who, request) -> who.map(this::operates).defaultIfEmpty(new AuthorizationDecision(false)))
                .matchers(paths.lastValues())
                .access((who, request) ->
                        who.hasElement().map(known -> new AuthorizationDecision(known || properties.anonymous())))
                .anyExchange()
                .permitAll());
    }

    private AuthorizationResult operates(@Nullable Authentication who) {
        String scope = properties.adminScope();
        boolean byScope =
                scope != null && who instanceof TokenUser user && user.scopes().contains(scope);
        return new AuthorizationDecision(byScope || who instanceof AdminUser);
    }

    private Mono<Void> unauthorized(ServerWebExchange exchange, AuthenticationException why) {
        return paths.areForOperators(exchange).flatMap(operators -> {
            boolean wrong = why instanceof BadTokenException;
            if (operators) {
                count(wrong);
            }
            return Mono.error(
                    wrong
                            ? AccessProblem.wrong(String.valueOf(why.getMessage()))
                            : AccessProblem.missing("Authorization: missing (expected: Bearer TOKEN)"));
        });
    }

    private void count(boolean wrong) {
        if (wrong) {
            metrics.adminTokenWrong();
        } else {
            metrics.adminTokenMissing();
        }
    }

    /** Only operators are asked for more than a token. */
    private Mono<Void> forbidden() {
        metrics.adminScopeMissing();
        return Mono.error(AccessProblem.insufficient("token: without the scope that is asked for here"));
    }
}
