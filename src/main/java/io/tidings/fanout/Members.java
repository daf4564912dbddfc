package io.tidings.fanout;

import java.util.Arrays;

/** Subscriptions in an array that is walked without allocation; adding and removing take constant time. */
final class Members {

    private Subscription[] array = new Subscription[4];

    private int size;

    int size() {
        return size;
    }

    Subscription get(int index) {
        return array[index];
    }

    void add(Subscription subscription) {
        if (size == array.length) {
            array = Arrays.copyOf(array, size * 2);
        }
        subscription.slot(size);
        array[size++] = subscription;
    }

    @SuppressWarnings("NullAway") // A free place of the array holds nothing.
    void remove(Subscription subscription) {
        int slot = subscription.slot();
        Subscription last = array[--size];
        array[slot] = last;
        last.slot(slot);
        array[size] = null;
        subscription.slot(-1);
    }
}
