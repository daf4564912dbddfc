package io.tidings.session;

import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.support.ExecutorChannelInterceptor;
import org.springframework.messaging.support.MessageHeaderAccessor;

/**
 * Lets through, as their users', what clients send until they send DISCONNECT or are refused, and lets the RECEIPT of
 * DISCONNECT wait for {@code @MessageMapping} methods that are still at work.
 */
final class ConnectedSessions implements ExecutorChannelInterceptor {

    private final Sessions sessions;

    ConnectedSessions(Sessions sessions) {
        this.sessions = sessions;
    }

    /**
     * The session's event loop calls.
     *
     * @throws StompRefusal if the frame is malformed
     */
    @Override
    public @Nullable Message<?> preSend(Message<?> message, MessageChannel channel) {
        NettySession session = session(message);
        if (session == null || !session.isOpen() || session.stomp().phase() == StompState.Phase.DISCONNECTING) {
            return null;
        }
        MalformedFrame.check(message);
        setUser(message, session.getPrincipal());
        if (SimpMessageHeaderAccessor.getMessageType(message.getHeaders()) != SimpMessageType.HEARTBEAT) {
            session.stomp().acted();
        }
        if (Destinations.isForApplication(message)) {
            session.publishingStarted();
        }
        return message;
    }

    @Override
    public void afterMessageHandled(
            Message<?> message, MessageChannel channel, MessageHandler handler, @Nullable Exception failure) {
        if (handler instanceof ApplicationMessageHandler && Destinations.isForApplication(message)) {
            NettySession session = session(message);
            if (session != null) {
                session.onLoop(session::publishingEnded);
            }
        }
    }

    /** Spring's layer knows the handshake's user only, not that of CONNECT or of a fresh token. */
    private static void setUser(Message<?> message, @Nullable Principal user) {
        SimpMessageHeaderAccessor frame = MessageHeaderAccessor.getAccessor(message, SimpMessageHeaderAccessor.class);
        if (frame != null && frame.getUser() != user) {
            frame.setUser(user);
        }
    }

    private @Nullable NettySession session(Message<?> message) {
        String id = SimpMessageHeaderAccessor.getSessionId(message.getHeaders());
        return id == null ? null : sessions.get(id);
    }
}
