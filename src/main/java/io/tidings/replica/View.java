package io.tidings.replica;

import io.tidings.topic.Cursor;
import io.tidings.topic.Update;
import java.util.List;

/**
 * What a replica knew at one moment of the topics that a pattern covers: everything applied before is in it, as far as it
 * was asked for, and everything applied after comes through the {@link ReplicaListener}.
 *
 * @param gap whether it could not be proven what came after the cursor that was given: then the view is as for somebody
 *     who has seen nothing
 * @param lastValues the last values, those of one log in the order of their offsets: of the topics of which nothing is
 *     among the updates; none where the namespace retains none, and none where all that came after a cursor is there
 * @param updates what came after the cursor, or else the recent history; those of one log in the order of their offsets
 * @param cursor where the logs of the namespace stood, all of them; empty for an ephemeral namespace
 */
public record View(boolean gap, List<Update> lastValues, List<Update> updates, Cursor cursor) {

    /** Makes the lists immutable. */
    public View {
        lastValues = List.copyOf(lastValues);
        updates = List.copyOf(updates);
    }
}
