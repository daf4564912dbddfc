package io.tidings.admin;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Tells requests to the admin API from others, by the same matching that finds their handler. */
final class AdminPath {

    /** Where clients read a last value. */
    static final String LAST_VALUE = "/api/topics/{topic}/last";

    private static final PathPattern API = PathPatternParser.defaultInstance.parse("/api/**");

    private static final PathPattern LAST = PathPatternParser.defaultInstance.parse(LAST_VALUE);

    /** What describes the API, and no more: the document, and the page to try it. */
    private static final List<PathPattern> DESCRIPTIONS = Stream.of(
                    "/api/openapi", "/api/openapi/swagger-config", "/api/try", "/api/swagger-ui/**")
            .map(PathPatternParser.defaultInstance::parse)
            .toList();

    private AdminPath() {}

    static boolean matches(ServerWebExchange exchange) {
        return API.matches(path(exchange));
    }

    /** Whether it needs no token: it is one of clients, who have none, or tells no more than how to ask. */
    static boolean isOpen(ServerWebExchange exchange) {
        HttpMethod method = exchange.getRequest().getMethod();
        PathContainer path = path(exchange);
        return (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD))
                && (LAST.matches(path) || DESCRIPTIONS.stream().anyMatch(pattern -> pattern.matches(path)));
    }

    private static PathContainer path(ServerWebExchange exchange) {
        return exchange.getRequest().getPath().pathWithinApplication();
    }
}
