package io.tidings.lab;

import java.nio.charset.StandardCharsets;

/**
 * The body of an update of a measurement, 256 bytes of text: its number on its topic, when it was sent, as of
 * {@link System#nanoTime}, which all processes of a machine share, and whether it counts.
 */
final class LoadBody {

    static final int LENGTH = 256;

    /** As far as it says anything. */
    static final int HEAD = 42;

    private static final int NUMBER = 0;

    private static final int STAMP = 20;

    private static final int DIGITS = 19;

    private static final int COUNTS = 40;

    private LoadBody() {}

    static byte[] of(long number, long nanos, boolean counts) {
        String head = String.format("%019d %019d %s ", number, nanos, counts ? "y" : "n");
        return (head + "x".repeat(LENGTH - head.length())).getBytes(StandardCharsets.US_ASCII);
    }

    /** The next one, written over another. */
    static byte[] next(byte[] template, long number, long nanos, boolean counts) {
        byte[] body = template.clone();
        write(body, NUMBER, number);
        write(body, STAMP, nanos);
        body[COUNTS] = (byte) (counts ? 'y' : 'n');
        return body;
    }

    static long number(byte[] bytes, int at) {
        return read(bytes, at + NUMBER);
    }

    static long nanos(byte[] bytes, int at) {
        return read(bytes, at + STAMP);
    }

    static boolean counts(byte[] bytes, int at) {
        return bytes[at + COUNTS] == 'y';
    }

    private static void write(byte[] bytes, int at, long number) {
        long rest = number;
        for (int i = at + DIGITS - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static long read(byte[] bytes, int at) {
        long number = 0;
        for (int i = at; i < at + DIGITS; i++) {
            number = 10 * number + bytes[i] - '0';
        }
        return number;
    }
}
