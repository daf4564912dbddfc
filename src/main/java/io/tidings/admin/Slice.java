package io.tidings.admin;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a node has of a list that goes on: as much as was asked for and fits into an answer.
 *
 * @param items the next items, in order
 * @param more whether there are more behind them
 */
record Slice<T>(List<T> items, boolean more) {

    /**
     * Checks the items.
     *
     * @throws IllegalArgumentException if there is no list of them, as another node may say
     */
    Slice {
        if (items == null) {
            throw new IllegalArgumentException("items: none (expected: a list)");
        }
    }

    /** The first so many, of one more. */
    static <T> Slice<T> of(List<T> items, int limit) {
        return items.size() > limit
                ? new Slice<>(List.copyOf(items.subList(0, limit)), true)
                : new Slice<>(items, false);
    }

    /**
     * The next of a list that is all there.
     *
     * @param items in the order of their keys
     * @param after the key that they come after; null for the first ones
     */
    static <T> Slice<T> after(Stream<T> items, Function<T, String> key, @Nullable String after, int limit) {
        return of(
                items.filter(item -> after == null || key.apply(item).compareTo(after) > 0)
                        .limit(limit + 1L)
                        .toList(),
                limit);
    }

    /** What the rest comes after; null where there is none. */
    @Nullable
    String next(Function<T, String> key) {
        return more && !items.isEmpty() ? key.apply(items.get(items.size() - 1)) : null;
    }

    /** The first half of it. */
    Slice<T> halved() {
        return new Slice<>(items.subList(0, items.size() / 2), true);
    }
}
