package io.tidings.session;

import io.tidings.fanout.Past;
import io.tidings.topic.Cursor;
import io.tidings.topic.Policy;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

/** Reads what a SUBSCRIBE wants of what was there before it; what is wrong with it is said to the client. */
final class PastHeaders {

    private static final int MAX_SHOWN = 40;

    private PastHeaders() {}

    static Past read(StompHeaderAccessor frame, Policy policy) {
        return new Past(
                !"false".equals(frame.getFirstNativeHeader("snapshot")),
                history(frame.getFirstNativeHeader("history"), policy),
                since(frame.getFirstNativeHeader("since"), policy));
    }

    private static int history(@Nullable String text, Policy policy) {
        if (text == null) {
            return 0;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw new StompRefusal("history: '" + printable(text) + "' (expected: a number of updates, 0 or more)");
        }
        return (int) Math.min(Long.parseLong(text), policy.history().size());
    }

    /** Updates of an ephemeral namespace belong in no cursor, so that none proves anything. */
    private static @Nullable Cursor since(@Nullable String text, Policy policy) {
        if (text == null) {
            return null;
        }
        if (!policy.durable()) {
            return Cursor.of(Map.of());
        }
        try {
            return Cursor.parse(text);
        } catch (IllegalArgumentException e) {
            throw new StompRefusal("since: " + e.getMessage());
        }
    }

    static String printable(String text) {
        String start = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
        return start.replaceAll("[^ -~]", "?");
    }
}
