package io.tidings.session;

/**
 * What sessions make together, as of the last look at each.
 *
 * @param subscriptions how many they hold
 * @param behind how many of the sessions have clients that have not taken all that was sent
 * @param pendingBytes what waits in the server for clients to take it, without what the kernel holds
 */
record SessionLook(long subscriptions, long behind, long pendingBytes) {

    static final SessionLook NOTHING = new SessionLook(0, 0, 0);

    SessionLook plus(SessionLook other) {
        return new SessionLook(
                subscriptions + other.subscriptions, behind + other.behind, pendingBytes + other.pendingBytes);
    }

    /** Adds sessions up, on their event loop. */
    static final class Sum {

        private long subscriptions;

        private long behind;

        private long pendingBytes;

        void add(NettySession session) {
            long pending = session.outbox().waitingBytes();
            subscriptions += session.stomp().subscriptions().size();
            behind += pending > 0 ? 1 : 0;
            pendingBytes += pending;
        }

        SessionLook look() {
            return new SessionLook(subscriptions, behind, pendingBytes);
        }
    }
}
