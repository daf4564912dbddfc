package io.tidings.access;

import java.util.function.Function;
import org.springframework.boot.security.autoconfigure.actuate.web.reactive.EndpointRequest;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.server.util.matcher.AndServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.NegatedServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.OrServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;

/** Whom a request's path is for, by the same matching that finds its handler. */
public final class AccessPaths {

    /** Where clients read a last value. */
    public static final String LAST_VALUE = "/api/topics/{topic}/last";

    /** What clients read besides. */
    static final ServerWebExchangeMatcher LAST_VALUES = reads(LAST_VALUE);

    /** What describes the admin API, or tells no secret of the node's state to a reader that has a token of somebody else's. */
    static final ServerWebExchangeMatcher OPEN = new OrServerWebExchangeMatcher(
            reads("/api/openapi*"), reads("/api/openapi/**"), EndpointRequest.to("health", "info", "prometheus"));

    /** All else of the admin API and the actuator. */
    static final ServerWebExchangeMatcher OPERATORS = new AndServerWebExchangeMatcher(
            new OrServerWebExchangeMatcher(
                    new PathPatternParserServerWebExchangeMatcher("/api/**"),
                    // Besides the endpoints' own matcher, which knows their links by GET alone.
                    new PathPatternParserServerWebExchangeMatcher("/actuator"),
                    EndpointRequest.toAnyEndpoint()),
            new NegatedServerWebExchangeMatcher(new OrServerWebExchangeMatcher(LAST_VALUES, OPEN)));

    private AccessPaths() {}

    private static ServerWebExchangeMatcher reads(String pattern) {
        Function<HttpMethod, ServerWebExchangeMatcher> by =
                method -> new PathPatternParserServerWebExchangeMatcher(pattern, method);
        return new OrServerWebExchangeMatcher(by.apply(HttpMethod.GET), by.apply(HttpMethod.HEAD));
    }
}
