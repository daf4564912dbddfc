package io.tidings.session;

import io.netty.channel.EventLoop;
import io.tidings.fanout.WebSocketFrames;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;

/**
 * Sends heart-beats, and ends sessions that send none, take nothing, do not even connect, or whose token has expired: one
 * timer for each event loop (STOMP 1.2, Heart-beating).
 */
final class HeartBeats {

    private static final Logger logger = LoggerFactory.getLogger(HeartBeats.class);

    private static final Duration SHORTEST_TICK = Duration.ofMillis(50);

    private static final Duration LONGEST_TICK = Duration.ofSeconds(1);

    /** The error margin that STOMP asks for: so many intervals may pass in silence. */
    private static final int TOLERANCE = 2;

    /** Longer ones are as good as none; times the tolerance they would overflow. */
    private static final long LONGEST_INTERVAL_NANOS = Long.MAX_VALUE / TOLERANCE;

    private static final byte[] BEAT = {'\n'};

    private final SessionProperties properties;

    private final long tickNanos;

    private final Map<EventLoop, Siblings> sessions = new ConcurrentHashMap<>();

    HeartBeats(SessionProperties properties) {
        this.properties = properties;
        Duration quarter = properties.heartBeat().dividedBy(4);
        Duration tick = quarter.compareTo(SHORTEST_TICK) < 0 ? SHORTEST_TICK : quarter;
        this.tickNanos = (tick.compareTo(LONGEST_TICK) > 0 ? LONGEST_TICK : tick).toNanos();
    }

    /** Watches a session from now on. Its event loop calls. */
    void add(NettySession session) {
        sessions.computeIfAbsent(session.loop(), this::start).add(session);
    }

    /** Its event loop calls. */
    void remove(NettySession session) {
        Siblings siblings = sessions.get(session.loop());
        if (siblings != null) {
            siblings.remove(session);
        }
    }

    /** What all sessions make together, as of the last tick of each event loop. Any thread may call. */
    SessionLook look() {
        return sessions.values().stream().map(Siblings::look).reduce(SessionLook.NOTHING, SessionLook::plus);
    }

    /** What server and client agree on: each direction the longer of what one can and the other wants. */
    StompState.HeartBeat agree(long[] client) {
        long own = properties.heartBeat().toNanos();
        return new StompState.HeartBeat(interval(own, client[1]), interval(own, client[0]));
    }

    /** What the server offers and asks for in CONNECTED. */
    long offeredNanos() {
        return properties.heartBeat().toNanos();
    }

    private static long interval(long ownNanos, long clientMillis) {
        if (ownNanos == 0 || clientMillis == 0) {
            return 0;
        }
        return Math.max(ownNanos, Math.min(TimeUnit.MILLISECONDS.toNanos(clientMillis), LONGEST_INTERVAL_NANOS));
    }

    private Siblings start(EventLoop loop) {
        Siblings siblings = new Siblings();
        var unused = loop.scheduleAtFixedRate(() -> tick(siblings), tickNanos, tickNanos, TimeUnit.NANOSECONDS);
        return siblings;
    }

    private void tick(Siblings siblings) {
        long now = System.nanoTime();
        long time = System.currentTimeMillis();
        SessionLook.Sum sum = new SessionLook.Sum();
        siblings.forEach(session -> {
            tickSafely(session, now, time);
            sum.add(session);
        });
        siblings.seen(sum.look());
    }

    /** A failure would end the timer, and with it the heart-beats of every session of the event loop. */
    private void tickSafely(NettySession session, long now, long time) {
        try {
            if (session.expires() <= time) {
                session.close(CloseCodes.EXPIRED, "token expired");
            }
            tick(session, now);
        } catch (RuntimeException | OutOfMemoryError e) {
            logger.atError().setCause(e).log("Cannot send a heart-beat");
        }
    }

    private void tick(NettySession session, long now) {
        session.outbox().watch(now);
        StompState.HeartBeat agreed = session.stomp().heartBeat();
        if (session.isSuspended() ? isUnknownForLong(session, now) : isSilent(session, now)) {
            closeSilent(session);
        } else if (isIdle(session, now)) {
            session.closeAt(Limit.IDLE_TIME, CloseStatus.NORMAL, "idle: no subscription, and nothing sent");
        } else if (agreed.sendNanos() > 0
                && now - session.outbox().lastWriteNanos() >= agreed.sendNanos() - tickNanos) {
            session.send(WebSocketFrames.TEXT, ByteBuffer.wrap(BEAT));
        }
    }

    private static void closeSilent(NettySession session) {
        if (session.stomp().phase() == StompState.Phase.NEW) {
            session.closeAt(Limit.CONNECT_TIME, CloseCodes.SILENT, "no CONNECT in time");
        } else {
            session.close(CloseCodes.SILENT, "no heart-beat in time");
        }
    }

    /** Of a session that is suspended nobody knows what it would have sent. */
    private boolean isIdle(NettySession session, long now) {
        long timeout = properties.limits().idleTimeout().toNanos();
        StompState state = session.stomp();
        if (session.isSuspended()) {
            state.acted();
        }
        return timeout > 0 && state.phase() == StompState.Phase.CONNECTED && state.isIdle(now, timeout);
    }

    /** Whether it has been suspended, by a flood or by a token that is looked at, and has not connected for twice the time. */
    private boolean isUnknownForLong(NettySession session, long now) {
        StompState state = session.stomp();
        return state.phase() == StompState.Phase.NEW
                && now - state.bornNanos() > 2 * properties.connectTimeout().toNanos();
    }

    private boolean isSilent(NettySession session, long now) {
        StompState state = session.stomp();
        if (state.phase() == StompState.Phase.NEW) {
            return now - state.bornNanos() > properties.connectTimeout().toNanos();
        }
        long interval = state.heartBeat().receiveNanos();
        return interval > 0 && now - state.lastReadNanos() > TOLERANCE * interval;
    }
}
