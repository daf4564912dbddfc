package io.tidings.session;

import java.util.List;

/**
 * What all sessions of a node make together.
 *
 * @param subscriptions how many subscriptions they hold
 * @param pendingBytes what waits in the server for their clients to take it, without what the kernel holds
 */
public record SessionTotals(long subscriptions, long pendingBytes) {

    /** No sessions. */
    public static final SessionTotals NONE = new SessionTotals(0, 0);

    /** Adds up sessions of one event loop, which calls. */
    static SessionTotals of(List<NettySession> own) {
        long subscriptions = 0;
        long bytes = 0;
        for (NettySession session : own) {
            subscriptions += session.stomp().subscriptions().size();
            bytes += session.outbox().pendingBytes();
        }
        return new SessionTotals(subscriptions, bytes);
    }

    SessionTotals plus(SessionTotals other) {
        return new SessionTotals(subscriptions + other.subscriptions, pendingBytes + other.pendingBytes);
    }
}
