package io.tidings.relay;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives the same object for the same ASCII bytes, without making a text of them first. Each slot holds one object and
 * forgets it for the next that falls there, so the cache is bounded and needs no order. One thread.
 */
final class InternCache<T> {

    private final @Nullable Entry<T>[] slots;

    /** A cache of as many slots as a power of two. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    InternCache(int slots) {
        this.slots = new Entry[slots];
    }

    /**
     * The object of a range of bytes within a scope.
     *
     * @param scope what the bytes are to be understood in: the same bytes in another scope are another object
     * @param make makes it from the text, and may refuse with an IllegalArgumentException, which passes on
     */
    T get(String scope, ByteReader reader, Function<String, T> make) {
        int length = reader.readCount(1);
        int from = reader.position();
        reader.skip(length);
        int slot = slot(scope, reader.bytes(), from, from + length);
        Entry<T> entry = slots[slot];
        if (entry == null || !entry.isOf(scope, reader.bytes(), from, from + length)) {
            byte[] key = Arrays.copyOfRange(reader.bytes(), from, from + length);
            entry = new Entry<>(scope, key, make.apply(new String(key, StandardCharsets.ISO_8859_1)));
            slots[slot] = entry;
        }
        return entry.value;
    }

    private int slot(String scope, byte[] bytes, int from, int to) {
        int hash = scope.hashCode();
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return (hash ^ (hash >>> 16)) & (slots.length - 1);
    }

    private static final class Entry<T> {

        private final String scope;

        private final byte[] key;

        private final T value;

        Entry(String scope, byte[] key, T value) {
            this.scope = scope;
            this.key = key;
            this.value = value;
        }

        boolean isOf(String otherScope, byte[] bytes, int from, int to) {
            return Arrays.equals(key, 0, key.length, bytes, from, to) && scope.equals(otherScope);
        }
    }
}
