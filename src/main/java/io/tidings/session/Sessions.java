package io.tidings.session;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The sessions of this node, by id. Any thread may call. */
final class Sessions {

    private final Map<String, NettySession> byId = new ConcurrentHashMap<>();

    void add(NettySession session) {
        byId.put(session.getId(), session);
    }

    /** Returns whether it was there. */
    boolean remove(NettySession session) {
        return byId.remove(session.getId()) != null;
    }

    @Nullable
    NettySession get(String id) {
        return byId.get(id);
    }

    Collection<NettySession> all() {
        return byId.values();
    }
}
