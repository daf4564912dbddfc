package io.tidings.replica;

import io.tidings.topic.Update;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came after a cursor.
 *
 * @param updates all of it, those of one log in the order of their offsets; empty if there is a doubt
 * @param doubt why it cannot be proven what came; null if it can
 */
record Missed(List<Update> updates, @Nullable Doubt doubt) {

    static Missed of(List<Update> updates) {
        return new Missed(updates, null);
    }

    static Missed unproven(Doubt doubt) {
        return new Missed(List.of(), doubt);
    }
}
