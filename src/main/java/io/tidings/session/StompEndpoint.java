package io.tidings.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.tidings.fanout.Deflation;
import java.util.concurrent.atomic.AtomicLong;

/** Gives sessions to the STOMP layer: their beginning, their messages and their end. */
final class StompEndpoint {

    private final StompLayer stomp;

    private final Sessions sessions;

    private final HeartBeats heartBeats;

    private final SessionProperties properties;

    private final SessionMetrics metrics;

    private final AtomicLong ids = new AtomicLong();

    StompEndpoint(
            StompLayer stomp,
            Sessions sessions,
            HeartBeats heartBeats,
            SessionProperties properties,
            SessionMetrics metrics) {
        this.stomp = stomp;
        this.sessions = sessions;
        this.heartBeats = heartBeats;
        this.properties = properties;
        this.metrics = metrics;
    }

    /** Begins a session on an open channel. The channel's event loop calls. */
    NettySession begin(Channel channel, NettySession.Handshake handshake) throws Exception {
        NettySession session =
                new NettySession(NettySession.id(ids.incrementAndGet()), channel, handshake, properties, metrics);
        boolean room = sessions.add(session);
        heartBeats.add(session);
        metrics.opened();
        if (!handshake.deflation().equals(Deflation.NONE)) {
            metrics.deflating();
        }
        stomp.began(session);
        if (!room) {
            metrics.limited(Limit.SESSIONS);
            session.close(CloseCodes.COME_BACK, "too many sessions");
        }
        return session;
    }

    void received(NettySession session, byte[] wholeFrames) throws Exception {
        stomp.received(session, wholeFrames);
    }

    /** A frame is refused before it is whole. */
    void refused(NettySession session, StompRefusal why) {
        stomp.refused(session, why);
    }

    /** The session was suspended, and goes on. */
    void resumed(NettySession session) {
        stomp.resumed(session);
    }

    boolean receivedShort(NettySession session, ByteBuf message, boolean isText) {
        return stomp.receivedShort(session, message, isText);
    }

    /** Ends a session whose channel has gone; a second call does nothing. */
    void ended(NettySession session) throws Exception {
        if (!sessions.remove(session)) {
            return;
        }
        heartBeats.remove(session);
        metrics.closed(session.closeStatus().getCode(), session.outbox().endedFor());
        stomp.ended(session);
    }
}
