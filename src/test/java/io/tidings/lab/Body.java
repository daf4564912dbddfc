package io.tidings.lab;

/** The body of an update: its number on its topic, and something to carry. */
final class Body {

    /** The end of the name of topics whose bodies fill a stalled client's buffers, and the system's, within seconds. */
    static final String LARGE = ".large";

    private static final String LOAD = " ".repeat(200);

    private static final String LARGE_LOAD = " ".repeat(100_000);

    private Body() {}

    static String of(String topic, long number) {
        return number + (topic.endsWith(LARGE) ? LARGE_LOAD : LOAD);
    }

    static long number(String body) {
        return Long.parseLong(body.strip());
    }

    /** Whether a destination, a topic's or one that ends in {@code .#}, covers a topic. */
    static boolean covers(String destination, String topic) {
        String name = destination.substring("/topic/".length());
        return name.endsWith(".#") ? topic.startsWith(name.substring(0, name.length() - 1)) : topic.equals(name);
    }
}
