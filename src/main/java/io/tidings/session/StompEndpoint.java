package io.tidings.session;

import io.netty.channel.Channel;
import io.tidings.fanout.Deflation;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;

/** Gives sessions to Spring's STOMP layer: their beginning, their messages and their end. */
final class StompEndpoint {

    private final WebSocketHandler stomp;

    private final Sessions sessions;

    private final HeartBeats heartBeats;

    private final SessionProperties properties;

    private final SessionMetrics metrics;

    private final AtomicLong ids = new AtomicLong();

    StompEndpoint(
            WebSocketHandler stomp,
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
                new NettySession(Long.toString(ids.incrementAndGet(), 36), channel, handshake, properties);
        sessions.add(session);
        heartBeats.add(session);
        metrics.opened();
        if (!handshake.deflation().equals(Deflation.NONE)) {
            metrics.deflating();
        }
        stomp.afterConnectionEstablished(session);
        return session;
    }

    void received(NettySession session, WebSocketMessage<?> message) throws Exception {
        stomp.handleMessage(session, message);
    }

    /** Ends a session whose channel has gone; a second call does nothing. */
    void ended(NettySession session) throws Exception {
        if (!sessions.remove(session)) {
            return;
        }
        heartBeats.remove(session);
        metrics.closed(session.closeStatus().getCode(), session.outbox().endedFor());
        stomp.afterConnectionClosed(session, session.closeStatus());
    }
}
