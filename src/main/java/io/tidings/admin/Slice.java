package io.tidings.admin;

import java.util.List;

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

    /** The first half of it. */
    Slice<T> halved() {
        return new Slice<>(items.subList(0, items.size() / 2), true);
    }
}
