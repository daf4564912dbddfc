package io.tidings.session;

import io.tidings.topic.Topic;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.broker.AbstractBrokerMessageHandler;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.util.MimeType;
import org.springframework.web.socket.CloseStatus;

/** The broker of Spring's STOMP layer: gives each frame to its handler, on the session's event loop. */
final class TopicMessageHandler extends AbstractBrokerMessageHandler {

    private final Sessions sessions;

    private final StompFrames frames;

    private final SendHandler sending;

    private final Map<StompCommand, FrameHandler> handlers = new EnumMap<>(StompCommand.class);

    /** What is done here with frames that methods of the service handle. */
    private final Map<StompCommand, FrameHandler> applicationHandlers = new EnumMap<>(StompCommand.class);

    TopicMessageHandler(Channels channels, Sessions sessions, StompFrames frames, SendHandler sending) {
        super(channels.clientInbound(), channels.clientOutbound(), channels.broker());
        this.sessions = sessions;
        this.frames = frames;
        this.sending = sending;
    }

    /** The channels of Spring's messaging. */
    record Channels(
            SubscribableChannel clientInbound, SubscribableChannel clientOutbound, SubscribableChannel broker) {}

    /** Adds handlers for connecting and subscribing. */
    TopicMessageHandler with(ConnectHandler connecting, SubscribeHandler subscribing, RenewalHandler renewing) {
        handlers.put(StompCommand.CONNECT, connecting);
        handlers.put(StompCommand.STOMP, connecting);
        handlers.put(StompCommand.SUBSCRIBE, subscribing);
        handlers.put(StompCommand.UNSUBSCRIBE, subscribing::unsubscribe);
        applicationHandlers.put(StompCommand.SUBSCRIBE, subscribing::answered);
        applicationHandlers.put(StompCommand.SEND, (session, frame, message) -> {});
        TransactionHandler transactions = new TransactionHandler(sending, frames);
        handlers.put(
                StompCommand.SEND,
                (session, frame, message) -> (RenewalHandler.DESTINATION.equals(frame.getDestination())
                                ? renewing
                                : transactions)
                        .handle(session, frame, message));
        handlers.put(StompCommand.BEGIN, transactions::begin);
        handlers.put(StompCommand.COMMIT, transactions::commit);
        handlers.put(StompCommand.ABORT, transactions::abort);
        AcknowledgeHandler acknowledging = new AcknowledgeHandler(frames);
        handlers.put(StompCommand.ACK, acknowledging);
        handlers.put(StompCommand.NACK, acknowledging);
        handlers.put(StompCommand.DISCONNECT, this::disconnect);
        return this;
    }

    @Override
    protected void handleMessageInternal(Message<?> message) {
        StompHeaderAccessor frame = MessageHeaderAccessor.getAccessor(message, StompHeaderAccessor.class);
        StompCommand command = frame == null ? null : frame.getCommand();
        if (frame == null) {
            fromService(message);
        } else if (command != null) {
            fromClient(frame, command, message);
        }
    }

    private void fromClient(StompHeaderAccessor frame, StompCommand command, Message<?> message) {
        String sessionId = frame.getSessionId();
        NettySession session = sessionId == null ? null : sessions.get(sessionId);
        if (session == null) {
            return;
        }
        FrameHandler application = Destinations.isForApplication(message) ? applicationHandlers.get(command) : null;
        FrameHandler handler = application == null ? handlers.get(command) : application;
        if (handler == null) {
            throw new StompRefusal("command: " + command + " (expected: a client's)");
        }
        handler.handle(session, frame, message);
    }

    private void fromService(Message<?> message) {
        String destination = SimpMessageHeaderAccessor.getDestination(message.getHeaders());
        if (destination != null && destination.startsWith(Topic.DESTINATION_PREFIX)) {
            Object contentType = message.getHeaders().get(MessageHeaders.CONTENT_TYPE);
            sending.fromService(message, destination, contentType instanceof MimeType type ? type.toString() : null);
        }
    }

    /** The RECEIPT says that all earlier frames have been processed (STOMP 1.2, DISCONNECT). */
    private void disconnect(NettySession session, StompHeaderAccessor frame, Message<?> message) {
        String receipt = frame.getReceipt();
        session.stomp().disconnecting(() -> {
            frames.receipt(session.getId(), receipt, null);
            session.close(CloseStatus.NORMAL);
        });
    }
}
