package io.tidings.session;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import io.tidings.fanout.StompVersion;
import java.util.List;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.WebSocketHandler;

/**
 * Spring's STOMP layer, and a short way beside it for what clients send by far the most: SEND frames to topics, and
 * heart-beats. A client cannot tell which way its frames took. A session's event loop calls.
 */
final class StompLayer {

    private final WebSocketHandler spring;

    private final SendHandler sending;

    private final StompErrors errors;

    private final StompFrames frames;

    private final SessionProperties.Limits limits;

    private final FastThreadLocal<SendDecoder> decoders = new FastThreadLocal<>() {
        @Override
        protected SendDecoder initialValue() {
            return new SendDecoder(limits.headers(), (int) limits.headerSize().toBytes());
        }
    };

    StompLayer(
            WebSocketHandler spring,
            SendHandler sending,
            StompErrors errors,
            StompFrames frames,
            SessionProperties.Limits limits) {
        this.spring = spring;
        this.sending = sending;
        this.errors = errors;
        this.frames = frames;
        this.limits = limits;
    }

    void began(NettySession session) throws Exception {
        spring.afterConnectionEstablished(session);
    }

    void ended(NettySession session) throws Exception {
        spring.afterConnectionClosed(session, session.closeStatus());
    }

    /** Takes whole frames the long way. */
    void received(NettySession session, byte[] wholeFrames) throws Exception {
        spring.handleMessage(session, new BinaryMessage(wholeFrames));
    }

    /**
     * Takes a message the short way, if it can go there: nothing of an earlier one may be waiting.
     *
     * @return whether it went there; if not, nothing has happened
     */
    boolean receivedShort(NettySession session, ByteBuf message, boolean isText) {
        // Version 1.0 has rules of its own for headers, and few clients.
        if (session.stomp().phase() != StompState.Phase.CONNECTED
                || session.outbox().version() == StompVersion.V1_0) {
            return false;
        }
        List<Send> sends = decoders.get().decode(message, isText);
        if (sends == null) {
            return false;
        }
        if (!sends.isEmpty()) {
            session.stomp().acted();
            session.inbound().received(sends.size() - 1);
        }
        publish(session, sends);
        sends.clear();
        return true;
    }

    /** The session was suspended, and goes on: with what came the short way, for nothing is decoded while something waits. */
    void resumed(NettySession session) {
        publish(session, session.stomp().takeWaitingSends());
    }

    /** Refuses what came, before it is a whole frame. */
    void refused(NettySession session, StompRefusal why) {
        frames.send(session.getId(), errors.refused(null, null, why));
    }

    private void publish(NettySession session, List<Send> sends) {
        for (int i = 0; i < sends.size() && session.isOpen(); i++) {
            publish(session, sends.get(i));
            if (session.isSuspended()) {
                session.stomp().waitingSends(List.copyOf(sends.subList(i + 1, sends.size())));
                return;
            }
        }
    }

    private void publish(NettySession session, Send send) {
        try {
            sending.publish(session, send);
        } catch (StompRefusal e) {
            refuse(session, send, e);
        } catch (RuntimeException | Error e) {
            refuse(session, send, new MessagingException("Could not publish", e));
        }
    }

    private void refuse(NettySession session, Send send, RuntimeException why) {
        frames.send(session.getId(), errors.refused(StompCommand.SEND, send.receipt(), why));
    }
}
