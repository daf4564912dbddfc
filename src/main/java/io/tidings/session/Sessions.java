package io.tidings.session;

import io.tidings.access.CanaryUser;
import io.tidings.connection.AddressCounts;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The sessions of this node, by id, and of how many there is room. Any thread may call. */
final class Sessions {

    private final Map<String, NettySession> byId = new ConcurrentHashMap<>();

    private final int most;

    private final AddressCounts byAddress;

    /** How many this node opened itself. */
    private final AtomicInteger own = new AtomicInteger();

    Sessions(int most, int mostPerAddress) {
        this.most = most;
        this.byAddress = new AddressCounts(mostPerAddress);
    }

    /** Whether this node opened it itself, for its canaries: no bound on clients is meant for it. */
    static boolean isOwn(NettySession session) {
        return session.getPrincipal() instanceof CanaryUser;
    }

    boolean hasRoom() {
        return strangers() < most;
    }

    /** Whether there is room for another one of a client address. */
    boolean hasRoom(InetAddress client) {
        return byAddress.hasRoom(client);
    }

    /** Returns whether there was room, for others may have come since that was asked; it is there all the same. */
    boolean add(NettySession session) {
        byId.put(session.getId(), session);
        if (isOwn(session)) {
            own.incrementAndGet();
            return true;
        }
        return byAddress.add(session.clientAddress()) && strangers() <= most;
    }

    /** Returns whether it was there. */
    boolean remove(NettySession session) {
        boolean removed = byId.remove(session.getId()) != null;
        if (removed && isOwn(session)) {
            own.decrementAndGet();
        } else if (removed) {
            byAddress.remove(session.clientAddress());
        }
        return removed;
    }

    @Nullable
    NettySession get(String id) {
        return byId.get(id);
    }

    Collection<NettySession> all() {
        return byId.values();
    }

    private int strangers() {
        return byId.size() - own.get();
    }
}
