package io.tidings.bench;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * The body of an update as the load client publishes it, its fields at fixed places, so that reading one costs no search:
 * {@code {"t":"TIME","s":"NUMBER","k":"TOPIC","p":"xxx"}}, with the time in nanoseconds, zero-padded.
 */
final class Stamp {

    /** The shortest body that holds one. */
    static final int MIN_BYTES = 64;

    private static final String FORM = "{\"t\":\"%019d\",\"s\":\"%010d\",\"k\":\"%06d\",\"p\":\"%s\"}";

    private static final int TIME_AT = 6;

    private static final int NUMBER_AT = 32;

    private static final int TOPIC_AT = 49;

    private Stamp() {}

    /** A body of a topic, this long, whose time and number are still to be written. */
    static byte[] body(int bytes, int topic) {
        int padding = bytes - FORM.formatted(0, 0, topic, "").length();
        if (padding < 0) {
            throw new IllegalArgumentException("body: " + bytes + " bytes (expected: >= " + MIN_BYTES + ")");
        }
        return FORM.formatted(0, 0, topic, "x".repeat(padding)).getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes time and number into a body that begins at an index. */
    static void write(ByteBuf bytes, int bodyAt, long time, long number) {
        writeDigits(bytes, bodyAt + TIME_AT, 19, time);
        writeDigits(bytes, bodyAt + NUMBER_AT, 10, number);
    }

    static long time(ByteBuf bytes, int bodyAt) {
        return digits(bytes, bodyAt + TIME_AT, 19);
    }

    static long number(ByteBuf bytes, int bodyAt) {
        return digits(bytes, bodyAt + NUMBER_AT, 10);
    }

    static int topic(ByteBuf bytes, int bodyAt) {
        return (int) digits(bytes, bodyAt + TOPIC_AT, 6);
    }

    private static void writeDigits(ByteBuf bytes, int at, int count, long value) {
        long left = value;
        for (int i = at + count - 1; i >= at; i--) {
            bytes.setByte(i, '0' + (int) (left % 10));
            left /= 10;
        }
    }

    private static long digits(ByteBuf bytes, int at, int count) {
        long value = 0;
        int index = at;
        int left = count;
        for (; left >= 8; left -= 8, index += 8) {
            value = value * 100_000_000 + eightDigits(bytes.getLongLE(index));
        }
        for (; left > 0; left--, index++) {
            value = value * 10 + bytes.getByte(index) - '0';
        }
        return value;
    }

    /** Eight digits at once: pairs, then fours, then all, added up within one word. */
    private static long eightDigits(long ascii) {
        long digits = ascii & 0x0F0F0F0F0F0F0F0FL;
        long pairs = (digits * 10 + (digits >>> 8)) & 0x00FF00FF00FF00FFL;
        long fours = (pairs * 100 + (pairs >>> 16)) & 0x0000FFFF0000FFFFL;
        return (fours * 10_000 + (fours >>> 32)) & 0xFFFFFFFFL;
    }
}
