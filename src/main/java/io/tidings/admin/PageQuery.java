package io.tidings.admin;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ResponseStatusException;

/**
 * What a request's query says of the page that is wanted.
 *
 * @param after what the items come after; null for the first ones
 * @param limit the most items
 */
record PageQuery(@Nullable String after, int limit) {

    private static final int DEFAULT_LIMIT = 50;

    private static final Set<String> OWN = Set.of("after", "limit");

    /**
     * Reads it, and refuses what is not known: a filter with a slip in its name would not filter.
     *
     * @param others the other parameters that there may be
     * @throws ResponseStatusException with 400 for what is none
     */
    static PageQuery of(ServerHttpRequest request, int maxLimit, String... others) {
        MultiValueMap<String, String> query = request.getQueryParams();
        check(query, Set.of(others));
        String limit = query.getFirst("limit");
        return new PageQuery(
                query.getFirst("after"), limit == null ? Math.min(DEFAULT_LIMIT, maxLimit) : limit(limit, maxLimit));
    }

    private static void check(MultiValueMap<String, String> query, Set<String> others) {
        query.forEach((name, values) -> {
            if (!OWN.contains(name) && !others.contains(name)) {
                throw refused("query: a parameter that is not known (expected: after, limit"
                        + String.join(
                                "",
                                others.stream()
                                        .sorted()
                                        .map(other -> ", " + other)
                                        .toList()) + ")");
            }
            if (values.size() > 1) {
                throw refused(name + ": given " + values.size() + " times (expected: once)");
            }
        });
    }

    private static int limit(String text, int maxLimit) {
        boolean legal = text.matches("[0-9]{1,9}");
        int limit = legal ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > maxLimit) {
            throw refused("limit: not a number in its range (expected: 1 to " + maxLimit + ")");
        }
        return limit;
    }

    private static ResponseStatusException refused(String detail) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
    }
}
