package io.tidings.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Choices that hostile cases are made of. */
public final class Randomly {

    /** Numbers at which something ends. */
    private static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "1",
            "00",
            "+1",
            " 1",
            "1 ",
            "0x10",
            "1e9",
            "1.5",
            "NaN",
            "2147483647",
            "2147483648",
            "-2147483648",
            "4294967296",
            "9223372036854775807",
            "9223372036854775808",
            "99999999999999999999999999",
            "\u0663",
            "");

    /** Bytes that mean something to one of the readers. */
    private static final byte[] SIGNS = "\0\n\r:\\ \t;,.%/@~#*\"<{[0-".getBytes(StandardCharsets.US_ASCII);

    private final Random random;

    public Randomly(Random random) {
        this.random = random;
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    public boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    @SafeVarargs
    public final <T> T one(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    public <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** The text of a number, or of what is nearly one. */
    public String number() {
        return oneIn(3) ? Long.toString(random.nextLong()) : one(NUMBERS);
    }

    /** Any bytes. */
    public byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A length: mostly short, now and then about a power of two. */
    public int length(int most) {
        int length = oneIn(6) ? (1 << below(21)) + below(3) - 1 : below(40);
        return Math.min(length, most);
    }

    /** A text of anything: signs, letters, other alphabets, half a surrogate pair. */
    public String text(int most) {
        StringBuilder text = new StringBuilder();
        for (int i = length(most); i > 0; i--) {
            text.append(character());
        }
        return text.toString();
    }

    private char character() {
        return switch (below(8)) {
            case 0 -> (char) SIGNS[below(SIGNS.length)];
            case 1 -> "\u00e9\u20ac\ud83c\udf89\ufeff\u2028\u0130".charAt(below(7));
            default -> (char) ('a' + below(26));
        };
    }

    /** The same bytes with a few of them changed, left out, doubled, or cut off. */
    public byte[] mutated(byte[] bytes) {
        byte[] mutated = bytes;
        for (int i = 1 + below(3); i > 0 && mutated.length > 0; i--) {
            mutated = mutatedOnce(mutated);
        }
        return mutated;
    }

    private byte[] mutatedOnce(byte[] bytes) {
        int at = below(bytes.length);
        int end = at + 1 + below(Math.min(bytes.length - at, 40));
        byte[] copy = bytes.clone();
        switch (below(7)) {
            case 0 -> copy[at] = (byte) random.nextInt();
            case 1 -> copy[at] ^= (byte) (1 << below(8));
            case 2 -> copy[at] = SIGNS[below(SIGNS.length)];
            case 3 -> copy = Arrays.copyOf(bytes, at);
            case 4 -> copy = joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, end, bytes.length));
            case 5 -> copy = joined(Arrays.copyOf(bytes, end), Arrays.copyOfRange(bytes, at, bytes.length));
            default ->
                copy = joined(
                        Arrays.copyOf(bytes, at), bytes(1 + below(8)), Arrays.copyOfRange(bytes, at, bytes.length));
        }
        return copy;
    }

    public static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
