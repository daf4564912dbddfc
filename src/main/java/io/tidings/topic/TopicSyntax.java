package io.tidings.topic;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;

/** The characters that topics, patterns and namespaces are made of, and the percent-encoding of all others. */
final class TopicSyntax {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private static final int MAX_NAMESPACE_LENGTH = 64;

    private static final BitSet NAMESPACE = new BitSet(128);

    private static final BitSet SEGMENT = new BitSet(128);

    static {
        NAMESPACE.set('a', 'z' + 1);
        NAMESPACE.set('A', 'Z' + 1);
        NAMESPACE.set('0', '9' + 1);
        NAMESPACE.set('-');
        NAMESPACE.set('_');
        SEGMENT.or(NAMESPACE);
        "~@:=+!$".chars().forEach(SEGMENT::set);
    }

    private TopicSyntax() {}

    static void checkTopic(String name) {
        checkLength("topic", name);
        checkNamespace(firstSegment(name));
        int start = 0;
        while (start <= name.length()) {
            int end = segmentEnd(name, start);
            checkSegment("topic", name, start, end);
            start = end + 1;
        }
        checkUtf8("topic", name);
    }

    static void checkPattern(String text) {
        checkLength("pattern", text);
        checkNamespace(firstSegment(text));
        int start = 0;
        while (start <= text.length()) {
            int end = segmentEnd(text, start);
            checkPatternSegment(text, start, end);
            start = end + 1;
        }
        checkUtf8("pattern", text);
    }

    static void checkNamespace(String name) {
        boolean legal = !name.isEmpty()
                && name.length() <= MAX_NAMESPACE_LENGTH
                && name.charAt(0) != '-'
                && isOfNamespaces(name);
        if (!legal) {
            throw new IllegalArgumentException("namespace: '" + printable(name) + "' (expected: 1 to "
                    + MAX_NAMESPACE_LENGTH + " ASCII letters, digits, '-' or '_', not starting with '-')");
        }
    }

    private static boolean isOfNamespaces(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!NAMESPACE.get(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static String stripPrefix(String destination) {
        if (!destination.startsWith(Topic.DESTINATION_PREFIX)) {
            throw new IllegalArgumentException("destination: '" + printable(destination) + "' (expected: starts with '"
                    + Topic.DESTINATION_PREFIX + "')");
        }
        return destination.substring(Topic.DESTINATION_PREFIX.length());
    }

    /** Encodes a whole key: its single dots stay as separators of segments, dots that would leave an empty one do not. */
    static String encode(String rawKey) {
        byte[] bytes = rawKey.getBytes(StandardCharsets.UTF_8);
        StringBuilder encoded = new StringBuilder(bytes.length + 8);
        boolean atStart = true;
        for (int i = 0; i < bytes.length; i++) {
            boolean separator = bytes[i] == '.' && !atStart && i + 1 < bytes.length;
            if (separator) {
                encoded.append('.');
            } else {
                append(encoded, bytes[i]);
            }
            atStart = separator;
        }
        return encoded.toString();
    }

    /**
     * Encodes any text as one segment. Its dots are escaped in the key itself, {@code %2E}, and that escape is encoded as
     * any text is: a key with the dot alone would come back as two segments.
     *
     * @throws IllegalArgumentException if half a character is in it, which UTF-8 would make the segment of another text
     */
    static String encodeSegment(String raw) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(raw)) {
            throw new IllegalArgumentException("segment: '" + printable(raw) + "' (expected: whole characters)");
        }
        return encode(raw.replace("%", "%25").replace(".", "%2E"));
    }

    static List<String> segments(String name) {
        return List.of(name.split("\\."));
    }

    static String decode(String encoded) {
        return encoded.indexOf('%') < 0 ? encoded : new String(decodeBytes(encoded), StandardCharsets.UTF_8);
    }

    /** The text for an error message: at most 80 characters, control characters and non-ASCII replaced. */
    static String printable(String text) {
        String cut = text.length() <= 80 ? text : text.substring(0, 80) + "...";
        StringBuilder printable = new StringBuilder(cut.length());
        cut.chars().forEach(c -> printable.append(c >= ' ' && c < 127 ? (char) c : '?'));
        return printable.toString();
    }

    private static void append(StringBuilder encoded, byte b) {
        if (b > 0 && SEGMENT.get(b)) {
            encoded.append((char) b);
        } else {
            encoded.append('%');
            HEX.toHexDigits(encoded, b);
        }
    }

    private static byte[] decodeBytes(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            if (encoded.charAt(i) == '%') {
                bytes.write(HexFormat.fromHexDigits(encoded, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(encoded.charAt(i));
            }
        }
        return bytes.toByteArray();
    }

    /** Escapes of other bytes would be replaced on the way through a text, and two names would share a key. */
    private static void checkUtf8(String what, String text) {
        if (text.indexOf('%') < 0) {
            return;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(decodeBytes(text)));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    what + ": '" + printable(text) + "' (expected: escapes that are UTF-8)", e);
        }
    }

    private static void checkLength(String what, String text) {
        if (text.isEmpty() || text.length() > Topic.MAX_LENGTH) {
            throw new IllegalArgumentException(what + ": '" + printable(text) + "' of " + text.length()
                    + " characters (expected: 1 to " + Topic.MAX_LENGTH + ")");
        }
    }

    private static void checkPatternSegment(String text, int start, int end) {
        boolean wildcard = end - start == 1 && (text.charAt(start) == '*' || text.charAt(start) == '#');
        if (!wildcard) {
            checkSegment("pattern", text, start, end);
        } else if (text.charAt(start) == '#' && end != text.length()) {
            throw new IllegalArgumentException(
                    "pattern: '" + printable(text) + "' (expected: '#' as its last segment only)");
        }
    }

    private static void checkSegment(String what, String text, int start, int end) {
        if (start == end) {
            throw new IllegalArgumentException(what + ": '" + printable(text) + "' (expected: no empty segment)");
        }
        for (int i = start; i < end; i++) {
            if (text.charAt(i) == '%' && isEscape(text, i, start, end)) {
                i += 2;
            } else if (!SEGMENT.get(text.charAt(i))) {
                throw new IllegalArgumentException(what + ": '" + printable(text) + "' with '"
                        + printable(text.substring(i, i + 1)) + "' at index " + i
                        + " (expected: ASCII letters, digits, '-_~@:=+!$', or %XX)");
            }
        }
    }

    /**
     * An escape is in its only canonical form: upper-case digits, none for a character that needs none, and for a dot only
     * where {@link #encode} makes one.
     */
    private static boolean isEscape(String text, int at, int start, int end) {
        if (at + 2 >= end || !isUpperHex(text.charAt(at + 1)) || !isUpperHex(text.charAt(at + 2))) {
            return false;
        }
        int escaped = HexFormat.fromHexDigits(text, at + 1, at + 3);
        boolean canonicalDot = at == start || at + 3 == text.length();
        return escaped == '.' ? canonicalDot : !SEGMENT.get(escaped);
    }

    private static boolean isUpperHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
    }

    private static int segmentEnd(String text, int start) {
        int dot = text.indexOf('.', start);
        return dot < 0 ? text.length() : dot;
    }

    private static String firstSegment(String text) {
        return text.substring(0, segmentEnd(text, 0));
    }
}
