package io.tidings.session;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.support.ExecutorChannelInterceptor;

/**
 * Lets through what clients send until they send DISCONNECT or are refused, and lets the RECEIPT of DISCONNECT wait for
 * {@code @MessageMapping} methods that are still at work.
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
        if (Destinations.isForApplication(message)) {
            session.stomp().publishingStarted();
        }
        return message;
    }

    @Override
    public void afterMessageHandled(
            Message<?> message, MessageChannel channel, MessageHandler handler, @Nullable Exception failure) {
        if (handler instanceof ApplicationMessageHandler && Destinations.isForApplication(message)) {
            NettySession session = session(message);
            if (session != null) {
                session.onLoop(session.stomp()::publishingEnded);
            }
        }
    }

    private @Nullable NettySession session(Message<?> message) {
        String id = SimpMessageHeaderAccessor.getSessionId(message.getHeaders());
        return id == null ? null : sessions.get(id);
    }
}
