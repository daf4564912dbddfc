package io.tidings.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Negotiates permessage-deflate (RFC 7692, section 7.1): the first offer that can be kept is taken, such that no client's
 * messages depend on earlier ones, for a session keeps no state to inflate with.
 */
final class DeflateOffers {

    private static final String EXTENSION = "permessage-deflate";

    private static final String SERVER_NO_CONTEXT = "server_no_context_takeover";

    private static final String CLIENT_NO_CONTEXT = "client_no_context_takeover";

    private static final String SERVER_WINDOW = "server_max_window_bits";

    private static final String CLIENT_WINDOW = "client_max_window_bits";

    private static final String LARGEST_WINDOW = "15";

    private DeflateOffers() {}

    /**
     * What was agreed on.
     *
     * @param answer the header of the handshake's answer
     * @param context whether the server's messages may refer to earlier ones
     */
    record Agreement(String answer, boolean context) {}

    /**
     * The agreement; empty if nothing fitting is offered.
     *
     * @param headers the values of {@code Sec-WebSocket-Extensions}
     * @throws IllegalArgumentException if they are malformed
     */
    static Optional<Agreement> accept(List<String> headers) {
        List<Agreement> agreements = new ArrayList<>();
        for (WebSocketExtensions.Offer offer : WebSocketExtensions.parse(String.join(",", headers))) {
            if (offer.name().equals(EXTENSION) && isValid(offer.parameters())) {
                agreements.add(agreement(offer));
            }
        }
        return agreements.stream().findFirst();
    }

    /** What is unknown, said twice or out of range declines an offer, and no more than that (section 7.1). */
    private static boolean isValid(List<Map.Entry<String, Optional<String>>> parameters) {
        return parameters.stream().map(Map.Entry::getKey).distinct().count() == parameters.size()
                && parameters.stream().allMatch(parameter -> isValid(parameter.getKey(), parameter.getValue()));
    }

    /** Java's deflater knows only the largest window, so that an offer of a smaller one cannot be kept. */
    private static boolean isValid(String name, Optional<String> value) {
        return switch (name) {
            case SERVER_NO_CONTEXT, CLIENT_NO_CONTEXT -> value.isEmpty();
            case SERVER_WINDOW -> value.filter(LARGEST_WINDOW::equals).isPresent();
            case CLIENT_WINDOW -> value.isEmpty() || value.get().matches("[89]|1[0-5]");
            default -> false;
        };
    }

    private static Agreement agreement(WebSocketExtensions.Offer offer) {
        StringBuilder answer = new StringBuilder(EXTENSION).append("; ").append(CLIENT_NO_CONTEXT);
        boolean context = !offer.has(SERVER_NO_CONTEXT);
        if (!context) {
            answer.append("; ").append(SERVER_NO_CONTEXT);
        }
        if (offer.has(SERVER_WINDOW)) {
            answer.append("; ").append(SERVER_WINDOW).append('=').append(LARGEST_WINDOW);
        }
        return new Agreement(answer.toString(), context);
    }
}
