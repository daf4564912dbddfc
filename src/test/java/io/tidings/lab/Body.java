package io.tidings.lab;

/** The body of an update: its number on its topic, and something to carry. */
final class Body {

    private static final String LOAD = " ".repeat(200);

    private Body() {}

    static String of(long number) {
        return number + LOAD;
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
