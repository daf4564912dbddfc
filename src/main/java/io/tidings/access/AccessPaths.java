package io.tidings.access;

import java.util.function.Function;
import org.springframework.boot.security.autoconfigure.actuate.web.reactive.EndpointRequest;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.server.util.matcher.AndServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.NegatedServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.OrServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Whom a request's path is for, by the same matching that finds its handler. */
public final class AccessPaths {

    /** Where clients read a last value. */
    public static final String LAST_VALUE = "/api/topics/{topic}/last";

    /** What clients read besides. */
    private final ServerWebExchangeMatcher lastValues = reads(LAST_VALUE);

    /** What describes the admin API, or tells no secret of the node's state to a reader that has a token of somebody else's. */
    private final ServerWebExchangeMatcher open = new OrServerWebExchangeMatcher(
            reads("/api/openapi*"), reads("/api/openapi/**"), EndpointRequest.to("health", "info", "prometheus"));

    /** All else of the admin API and the actuator. */
    private final ServerWebExchangeMatcher operators = new AndServerWebExchangeMatcher(
            new OrServerWebExchangeMatcher(
                    new PathPatternParserServerWebExchangeMatcher("/api/**"),
                    // Besides the endpoints' own matcher, which knows their links by GET alone.
                    new PathPatternParserServerWebExchangeMatcher("/actuator"),
                    EndpointRequest.toAnyEndpoint()),
            new NegatedServerWebExchangeMatcher(new OrServerWebExchangeMatcher(lastValues, open)));

    /** One for each application: what the actuator has is found out at the first request, and stays. */
    AccessPaths() {}

    Mono<Boolean> areOpen(ServerWebExchange exchange) {
        return open.matches(exchange).map(MatchResult::isMatch);
    }

    Mono<Boolean> areForOperators(ServerWebExchange exchange) {
        return operators.matches(exchange).map(MatchResult::isMatch);
    }

    ServerWebExchangeMatcher lastValues() {
        return lastValues;
    }

    ServerWebExchangeMatcher operators() {
        return operators;
    }

    private static ServerWebExchangeMatcher reads(String pattern) {
        Function<HttpMethod, ServerWebExchangeMatcher> by =
                method -> new PathPatternParserServerWebExchangeMatcher(pattern, method);
        return new OrServerWebExchangeMatcher(by.apply(HttpMethod.GET), by.apply(HttpMethod.HEAD));
    }
}
