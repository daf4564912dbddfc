package io.tidings.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A session's STOMP transactions: SEND frames that wait for their COMMIT. Bounded in number and bytes. */
final class Transactions {

    private static final int MAX_OPEN = 16;

    private static final int MAX_FRAMES = 1_000;

    private static final long MAX_BYTES = 4L * 1024 * 1024;

    private final Map<String, List<Send>> open = new HashMap<>(0);

    private int frames;

    private long bytes;

    void begin(String id) {
        if (open.size() == MAX_OPEN) {
            throw new StompRefusal("transaction: '" + id + "' (expected: at most " + MAX_OPEN + " at a time)");
        }
        if (open.putIfAbsent(id, new ArrayList<>()) != null) {
            throw new StompRefusal("transaction: '" + id + "' has begun already (expected: a new id)");
        }
    }

    void add(String id, Send send) {
        List<Send> transaction = open.get(id);
        if (transaction == null) {
            throw unknown(id);
        }
        if (frames == MAX_FRAMES || bytes + send.heldBytes() > MAX_BYTES) {
            throw new StompRefusal("transaction: '" + id + "' (expected: at most " + MAX_FRAMES + " frames and "
                    + MAX_BYTES + " bytes in a session's transactions)");
        }
        frames++;
        bytes += send.heldBytes();
        transaction.add(send);
    }

    /** Refuses an id that is not of a transaction which has begun. */
    void check(String id) {
        if (!open.containsKey(id)) {
            throw unknown(id);
        }
    }

    /** Ends a transaction, and returns what it held. */
    List<Send> end(String id) {
        List<Send> transaction = open.remove(id);
        if (transaction == null) {
            throw unknown(id);
        }
        frames -= transaction.size();
        transaction.forEach(send -> bytes -= send.heldBytes());
        return transaction;
    }

    void clear() {
        open.clear();
        frames = 0;
        bytes = 0;
    }

    private static StompRefusal unknown(String id) {
        return new StompRefusal("transaction: '" + id + "' (expected: one that has begun)");
    }
}
