package io.tidings.admin;

import io.tidings.session.SessionInfo;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * A session among those of all nodes, {@code NODE-NUMBER}; the number is in base 36, as clients see it in CONNECTED.
 *
 * @param node the node's id
 * @param number the session's number there; 0 for none
 */
record SessionId(String node, long number) {

    /** What stands before all. */
    static final SessionId NONE = new SessionId("", 0);

    private static final int MAX_DIGITS = 12;

    static SessionId of(String node, SessionInfo session) {
        return new SessionId(node, session.number());
    }

    /**
     * Reads one.
     *
     * @param what what the text is, for the refusal
     * @throws ResponseStatusException with 400 where it is none
     */
    static SessionId parse(String what, String text) {
        int dash = text.lastIndexOf('-');
        String digits = text.substring(dash + 1);
        if (dash < 1 || digits.isEmpty() || digits.length() > MAX_DIGITS || !digits.matches("[0-9a-z]+")) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, what + ": not a session's id (expected: NODE-NUMBER)");
        }
        return new SessionId(text.substring(0, dash), Long.parseLong(digits, Character.MAX_RADIX));
    }

    /** The number after which a node's sessions come after this one; {@link Long#MAX_VALUE} where none do. */
    long numberAt(String at) {
        int order = at.compareTo(node);
        if (order == 0) {
            return number;
        }
        return order < 0 ? Long.MAX_VALUE : 0;
    }

    @Override
    public String toString() {
        return node + '-' + Long.toString(number, Character.MAX_RADIX);
    }
}
