package io.tidings.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a client has seen of one subscription, kept as src/docs/protocol.md says under Resuming. */
final class ClientCursor {

    private static final String OFFSET = "@";

    private final Map<String, String> offsets = new TreeMap<>();

    /** A RECEIPT says where live begins; nothing, of an ephemeral namespace. */
    void begin(@Nullable String position) {
        offsets.clear();
        if (position != null) {
            for (String one : position.split(",")) {
                move(one);
            }
        }
    }

    /** An update has come, with this position. */
    void move(String position) {
        int at = position.indexOf(OFFSET);
        offsets.put(position.substring(0, at), position.substring(at));
    }

    boolean isEmpty() {
        return offsets.isEmpty();
    }

    /** What {@code since} says. */
    @Override
    public String toString() {
        return offsets.entrySet().stream()
                .map(entry -> entry.getKey() + entry.getValue())
                .collect(Collectors.joining(","));
    }
}
