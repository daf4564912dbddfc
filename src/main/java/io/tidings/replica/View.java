package io.tidings.replica;

import io.tidings.topic.Cursor;
import io.tidings.topic.Update;
import java.util.List;

/**
 * What a replica knew at one moment of the topics that a pattern covers: everything applied before is in it, and everything
 * applied after comes through the {@link ReplicaListener}.
 *
 * @param lastValues the last values, those of one log in the order of their offsets; none where the namespace retains none
 * @param cursor where the logs of the namespace stood, all of them; empty for an ephemeral namespace
 */
public record View(List<Update> lastValues, Cursor cursor) {

    /** Makes the list immutable. */
    public View {
        lastValues = List.copyOf(lastValues);
    }
}
