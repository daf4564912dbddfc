package io.tidings.admin;

import io.tidings.access.AccessPaths;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Tells requests to the admin API from others, by the same matching that finds their handler. */
final class AdminPath {

    /** Where clients read a last value. */
    static final String LAST_VALUE = AccessPaths.LAST_VALUE;

    private static final PathPattern API = PathPatternParser.defaultInstance.parse("/api/**");

    private AdminPath() {}

    static boolean matches(ServerWebExchange exchange) {
        return API.matches(exchange.getRequest().getPath().pathWithinApplication());
    }
}
