package io.tidings.admin;

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

    private AdminPath() {}

    static boolean matches(ServerWebExchange exchange) {
        return API.matches(path(exchange));
    }

    /** Whether it is one of clients, who have no token. */
    static boolean isForClients(ServerWebExchange exchange) {
        HttpMethod method = exchange.getRequest().getMethod();
        return (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) && LAST.matches(path(exchange));
    }

    private static PathContainer path(ServerWebExchange exchange) {
        return exchange.getRequest().getPath().pathWithinApplication();
    }
}
