package io.tidings.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Gives the same text for the same bytes, without making it again: clients say the same few names over and over. Each slot
 * holds one text and forgets it for the next that falls there, so it is bounded and needs no order. One thread.
 */
final class SharedTexts {

    private static final int SLOTS = 1 << 12;

    /** Longer texts are made each time; none that is repeated is that long. */
    private static final int LONGEST = 300;

    private final @Nullable Entry[] slots = new Entry[SLOTS];

    private final UnaryOperator<String> check;

    /**
     * Holds none yet.
     *
     * @param check called with each text once it is made, and may refuse it by an exception, which passes on
     */
    SharedTexts(UnaryOperator<String> check) {
        this.check = check;
    }

    /** The text that a range of bytes is in UTF-8. */
    String get(byte[] bytes, int from, int to) {
        if (to - from > LONGEST) {
            return make(bytes, from, to);
        }
        int slot = slot(bytes, from, to);
        Entry entry = slots[slot];
        if (entry == null || !Arrays.equals(entry.key, 0, entry.key.length, bytes, from, to)) {
            entry = new Entry(Arrays.copyOfRange(bytes, from, to), make(bytes, from, to));
            slots[slot] = entry;
        }
        return entry.text;
    }

    private String make(byte[] bytes, int from, int to) {
        return check.apply(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }

    private static int slot(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return (hash ^ (hash >>> 16)) & (SLOTS - 1);
    }

    private static final class Entry {

        private final byte[] key;

        private final String text;

        Entry(byte[] key, String text) {
            this.key = key;
            this.text = text;
        }
    }
}
