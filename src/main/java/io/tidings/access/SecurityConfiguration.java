package io.tidings.access;

import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.LogoutSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.RequestCacheSpec;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.security.web.server.firewall.StrictServerWebExchangeFirewall;
import org.springframework.security.web.server.header.ReferrerPolicyServerHttpHeadersWriter.ReferrerPolicy;
import org.springframework.security.web.server.header.XFrameOptionsServerHttpHeadersWriter.Mode;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import reactor.core.publisher.Mono;

/**
 * Wires who is let in by HTTP. A token goes with each request, and nothing else: no login, no session and no cookie, so that
 * no other site can have a browser do a thing in a user's name, which is all that CSRF protection would keep from.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class SecurityConfiguration {

    /** For the pages that are served here, the one for trying the admin API among them. */
    private static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            List.of(
                    "default-src 'self'",
                    "connect-src 'self' ws: wss:",
                    "img-src 'self' data:",
                    "style-src 'self' 'unsafe-inline'",
                    "object-src 'none'",
                    "base-uri 'none'",
                    "form-action 'none'",
                    "frame-ancestors 'none'"));

    @Bean
    RequestAccess requestAccess(
            Tokens tokens,
            AdminToken adminToken,
            AccessProperties properties,
            TokenMetrics metrics,
            Environment environment) {
        JwtSettings.check(properties, tokens.areTaken(), environment);
        AccessPaths paths = new AccessPaths();
        BearerTokens bearer = new BearerTokens(tokens, adminToken, paths, properties.queryToken());
        return new RequestAccess(bearer, paths, properties, metrics);
    }

    /** Handshakes are many, and what the headers protect from is in pages. */
    @Bean
    @Order(1)
    SecurityWebFilterChain handshakeSecurity(
            ServerHttpSecurity http, RequestAccess access, @Value("${tidings.session.path:/ws}") String path) {
        return access.authenticate(stateless(http))
                .securityMatcher(new PathPatternParserServerWebExchangeMatcher(path))
                .headers(ServerHttpSecurity.HeaderSpec::disable)
                .build();
    }

    @Bean
    @Order(2)
    SecurityWebFilterChain requestSecurity(ServerHttpSecurity http, RequestAccess access) {
        return access.authorize(access.authenticate(stateless(http)))
                .headers(headers -> headers.cache(ServerHttpSecurity.HeaderSpec.CacheSpec::disable)
                        .frameOptions(frames -> frames.mode(Mode.DENY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                        .contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_SECURITY_POLICY)))
                .build();
    }

    /**
     * Topics' names have percent signs in them. Filters and handlers match the same way, so that none is led astray. Methods
     * that a path does not know are answered by its handler.
     */
    @Bean
    ServerWebExchangeFirewall firewall() {
        StrictServerWebExchangeFirewall firewall = new StrictServerWebExchangeFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        firewall.setAllowUrlEncodedPercent(true);
        firewall.setAllowUrlEncodedPeriod(true);
        firewall.setAllowUrlEncodedSlash(true);
        firewall.setAllowUrlEncodedDoubleSlash(true);
        firewall.setAllowSemicolon(true);
        return firewall;
    }

    @Bean
    ServerExchangeRejectedHandler rejectedExchanges() {
        return (exchange, rejected) -> Mono.error(AccessProblem.malformed(rejected));
    }

    private static ServerHttpSecurity stateless(ServerHttpSecurity http) {
        return http.csrf(CsrfSpec::disable)
                .logout(LogoutSpec::disable)
                .requestCache(RequestCacheSpec::disable)
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance());
    }
}
