package io.tidings.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Reads {@code Sec-WebSocket-Extensions} (RFC 6455, section 9.1), to the letter: it is a stranger's. */
final class WebSocketExtensions {

    private static final String TOKEN_SIGNS = "!#$%&'*+-.^_`|~";

    private final String text;

    private int at;

    private WebSocketExtensions(String text) {
        this.text = text;
    }

    /** One extension that a client offers, with its parameters in order. */
    record Offer(String name, List<Map.Entry<String, Optional<String>>> parameters) {

        boolean has(String parameter) {
            return parameters.stream().anyMatch(entry -> entry.getKey().equals(parameter));
        }
    }

    /**
     * The offers, in order.
     *
     * @throws IllegalArgumentException if the text is malformed
     */
    static List<Offer> parse(String text) {
        return new WebSocketExtensions(text).offers();
    }

    private List<Offer> offers() {
        List<Offer> offers = new ArrayList<>();
        skip(c -> isBlank(c) || c == ',');
        while (at < text.length()) {
            offers.add(new Offer(token(), parameters()));
            if (at < text.length() && text.charAt(at) != ',') {
                throw malformed();
            }
            skip(c -> isBlank(c) || c == ',');
        }
        return offers;
    }

    private List<Map.Entry<String, Optional<String>>> parameters() {
        List<Map.Entry<String, Optional<String>>> parameters = new ArrayList<>();
        while (took(';')) {
            String name = token();
            parameters.add(Map.entry(name, took('=') ? Optional.of(value()) : Optional.empty()));
        }
        return parameters;
    }

    /** A value in quotes has to be a token too, once it is read. */
    private String value() {
        if (!took('"')) {
            return token();
        }
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\') {
                at++;
            }
            if (at == text.length() || !isToken(text.charAt(at))) {
                throw malformed();
            }
            value.append(text.charAt(at++));
        }
        if (value.isEmpty() || !took('"')) {
            throw malformed();
        }
        return value.toString();
    }

    /** A token, and the blanks around it. */
    private String token() {
        skip(WebSocketExtensions::isBlank);
        int start = at;
        skip(WebSocketExtensions::isToken);
        if (at == start) {
            throw malformed();
        }
        String token = text.substring(start, at);
        skip(WebSocketExtensions::isBlank);
        return token;
    }

    /** Takes this character, if it is the next one, and the blanks behind it. */
    private boolean took(char wanted) {
        boolean there = at < text.length() && text.charAt(at) == wanted;
        if (there) {
            at++;
            skip(WebSocketExtensions::isBlank);
        }
        return there;
    }

    private void skip(IntPredicate skipped) {
        while (at < text.length() && skipped.test(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isToken(int c) {
        return c < 128 && (Character.isLetterOrDigit(c) || TOKEN_SIGNS.indexOf(c) >= 0);
    }

    private IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "Sec-WebSocket-Extensions: malformed at character " + at + " (expected: names with parameters)");
    }
}
