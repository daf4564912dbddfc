package io.tidings.fanout;

import java.util.Optional;
import java.util.Set;

/** A version of STOMP that clients may speak; they differ in how headers are escaped. */
public enum StompVersion {
    /** No escapes: a value ends at the line's end. */
    V1_0("1.0"),

    /** Backslash, line feed and colon are escaped. */
    V1_1("1.1"),

    /** Carriage return, too. */
    V1_2("1.2");

    private final String text;

    StompVersion(String text) {
        this.text = text;
    }

    /** As it stands in {@code accept-version} and {@code version}. */
    public String text() {
        return text;
    }

    /**
     * The highest version that a client accepts. A client that names none speaks 1.0 (STOMP 1.2, Protocol Negotiation).
     *
     * @return empty if it accepts only versions that are not spoken here
     */
    public static Optional<StompVersion> negotiate(Set<String> accepted) {
        if (accepted.isEmpty()) {
            return Optional.of(V1_0);
        }
        for (int i = values().length - 1; i >= 0; i--) {
            if (accepted.contains(values()[i].text)) {
                return Optional.of(values()[i]);
            }
        }
        return Optional.empty();
    }

    /** A header's name or value as it stands in a frame of this version. */
    public String escape(String value) {
        return this == V1_0 || !needsEscape(value) ? value : escaped(value);
    }

    /**
     * What a header's name or value means that stands in a frame of this version.
     *
     * @throws IllegalArgumentException if it has an escape that this version does not know; the message says which it does
     */
    public String unescape(String text) {
        int backslash = this == V1_0 ? -1 : text.indexOf('\\');
        if (backslash < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        int from = 0;
        while (backslash >= 0) {
            plain.append(text, from, backslash).append(escaped(text, backslash + 1));
            from = backslash + 2;
            backslash = text.indexOf('\\', from);
        }
        return plain.append(text, from, text.length()).toString();
    }

    private char escaped(String text, int index) {
        char c = index < text.length() ? text.charAt(index) : 0;
        if (c == 'r' && this == V1_2) {
            return '\r';
        }
        return switch (c) {
            case 'n' -> '\n';
            case 'c' -> ':';
            case '\\' -> '\\';
            default ->
                throw new IllegalArgumentException(
                        "after a backslash n, c or another" + (this == V1_2 ? ", or r" : ""));
        };
    }

    private static boolean needsEscape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ':' || c == '\\' || c == '\n' || c == '\r') {
                return true;
            }
        }
        return false;
    }

    private String escaped(String value) {
        StringBuilder escaped = new StringBuilder(value.length() + 8);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case ':' -> escaped.append("\\c");
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append(this == V1_2 ? "\\r" : "\r");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
