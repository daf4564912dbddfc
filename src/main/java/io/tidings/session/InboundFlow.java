package io.tidings.session;

import java.util.concurrent.TimeUnit;

/**
 * Holds a client back that sends faster than it may, or publishes faster than its updates become safe: no more is read of it
 * for a while, which TCP tells it, and nothing is lost. Only the session's event loop calls.
 */
final class InboundFlow {

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** For this part of a second's frames it is waited, so that a client is not stopped and let go for each frame. */
    private static final int PARTS = 10;

    private final NettySession session;

    private final SessionProperties.Limits limits;

    /** How many frames may come yet; what came beyond that in one read is owed. The clock is only read when there are none. */
    private int tokens;

    private long earnedUntilNanos = System.nanoTime();

    private boolean waitsForTokens;

    private boolean waitsForUpdates;

    InboundFlow(NettySession session, SessionProperties.Limits limits) {
        this.session = session;
        this.limits = limits;
        this.tokens = limits.frameRate();
    }

    /** So many frames have come. */
    void received(int frames) {
        tokens -= frames;
        if (tokens < 0 && limits.frameRate() > 0 && !waitsForTokens && session.isOpen()) {
            earn();
            if (tokens < 0) {
                waitsForTokens = true;
                session.limited(Limit.FRAMES);
                session.suspend();
                waitForTokens();
            }
        }
    }

    /** A publication is under way, with which there are so many. */
    void publishing(int count) {
        if (count >= limits.publications() && !waitsForUpdates && session.isOpen()) {
            waitsForUpdates = true;
            session.limited(Limit.PUBLICATIONS);
            session.suspend();
        }
    }

    /** A publication is safe or refused, and so many are under way yet. */
    void published(int count) {
        if (waitsForUpdates && count <= limits.publications() / 2) {
            waitsForUpdates = false;
            // Later, for it may be the frame at hand that is safe already.
            session.loop().execute(session::resume);
        }
    }

    private void waitForTokens() {
        int wanted = limits.frameRate() / PARTS - tokens;
        long nanos = wanted * SECOND_NANOS / limits.frameRate();
        var unused = session.loop().schedule(this::goOn, nanos, TimeUnit.NANOSECONDS);
    }

    private void goOn() {
        earn();
        if (tokens < 0) {
            waitForTokens();
        } else {
            waitsForTokens = false;
            session.resume();
        }
    }

    private void earn() {
        long now = System.nanoTime();
        long earned = Math.min(now - earnedUntilNanos, SECOND_NANOS) * limits.frameRate() / SECOND_NANOS;
        if (earned > 0) {
            tokens = (int) Math.min(tokens + earned, limits.frameRate());
            earnedUntilNanos = now;
        }
    }
}
