package io.tidings.session;

import io.tidings.topic.Flow;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

/** Reads how many updates a second a SUBSCRIBE wants of each topic; what is wrong with it is said to the client. */
final class RateHeader {

    private RateHeader() {}

    /** The namespace's flow, at no more than the rate that is asked for. */
    static Flow read(StompHeaderAccessor frame, Flow namespace) {
        return namespace.atMost(rate(frame.getFirstNativeHeader("max-rate")));
    }

    private static int rate(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        if (!text.matches("0*[1-9][0-9]{0,17}")) {
            throw new StompRefusal("max-rate: '" + PastHeaders.printable(text)
                    + "' (expected: a number of updates a second, 1 or more)");
        }
        return (int) Math.min(Long.parseLong(text), Flow.HIGHEST_RATE);
    }
}
