package io.tidings.topic;

/**
 * Which trace an update belongs to, and which span of it comes before (W3C Trace Context, section 3.2). As a header it
 * travels with the update, from its publisher to its subscribers, whether or not this service traces anything.
 *
 * @param traceId the trace: 32 hexadecimal digits in lower case
 * @param spanId the span that comes before: 16 of them
 * @param isSampled whether whoever began the trace has it recorded
 */
public record TraceParent(String traceId, String spanId, boolean isSampled) {

    /** The header's name, in a Kafka record, a request and a frame alike. */
    public static final String NAME = "traceparent";

    /** The most characters of its value: of version 00 it has 55, and later ones may add to it. */
    public static final int MAX_LENGTH = 128;

    private static final int LENGTH = 55;

    private static final int TRACE_ID = 3;

    private static final int SPAN_ID = 36;

    private static final int FLAGS = 53;

    /**
     * Whether the value is one: {@code VERSION-TRACEID-SPANID-FLAGS} in lower-case hexadecimal digits, neither id all
     * zeros, the version not {@code ff}. What versions after 00 add stands after another dash.
     */
    public static boolean isLegal(String value) {
        return value.length() >= LENGTH
                && value.length() <= MAX_LENGTH
                && isHex(value, 0, TRACE_ID - 1)
                && isId(value, TRACE_ID, SPAN_ID - 1)
                && isId(value, SPAN_ID, FLAGS - 1)
                && value.charAt(FLAGS - 1) == '-'
                && isHex(value, FLAGS, LENGTH)
                && isRest(value);
    }

    /** What a value says that {@link #isLegal is legal}. */
    public static TraceParent parse(String value) {
        return new TraceParent(
                value.substring(TRACE_ID, SPAN_ID - 1),
                value.substring(SPAN_ID, FLAGS - 1),
                (Character.digit(value.charAt(LENGTH - 1), 16) & 1) == 1);
    }

    /** The value of version 00. */
    @Override
    public String toString() {
        return "00-" + traceId + '-' + spanId + (isSampled ? "-01" : "-00");
    }

    /** After a dash, hexadecimal digits that are not all zeros. */
    private static boolean isId(String value, int from, int to) {
        if (value.charAt(from - 1) != '-' || !isHex(value, from, to)) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (value.charAt(i) != '0') {
                return true;
            }
        }
        return false;
    }

    private static boolean isHex(String value, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = value.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isRest(String value) {
        if (value.startsWith("00")) {
            return value.length() == LENGTH;
        }
        return !value.startsWith("ff")
                && (value.length() == LENGTH || value.charAt(LENGTH) == '-')
                && value.chars().skip(LENGTH).allMatch(c -> c > ' ' && c < 127);
    }
}
