package io.tidings.session;

import java.util.Set;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.handler.HandlerMethod;
import org.springframework.messaging.simp.SimpMessageMappingInfo;
import org.springframework.messaging.simp.SimpMessageSendingOperations;
import org.springframework.messaging.simp.annotation.support.SimpAnnotationMethodMessageHandler;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageHeaderAccessor;

/** Confirms what {@code @MessageMapping} methods have handled, and refuses what none is there for. */
final class ApplicationMessageHandler extends SimpAnnotationMethodMessageHandler {

    private final StompFrames frames;

    ApplicationMessageHandler(
            SubscribableChannel clientInboundChannel,
            MessageChannel clientOutboundChannel,
            SimpMessageSendingOperations brokerTemplate) {
        super(clientInboundChannel, clientOutboundChannel, brokerTemplate);
        this.frames = new StompFrames(clientOutboundChannel);
    }

    @Override
    protected void handleMatch(
            SimpMessageMappingInfo mapping, HandlerMethod method, String lookupDestination, Message<?> message) {
        super.handleMatch(mapping, method, lookupDestination, message);
        StompHeaderAccessor frame = MessageHeaderAccessor.getAccessor(message, StompHeaderAccessor.class);
        if (frame != null && frame.getSessionId() != null) {
            frames.receipt(frame.getSessionId(), frame.getReceipt(), null);
        }
    }

    @Override
    protected void handleNoMatch(Set<SimpMessageMappingInfo> mappings, String lookupDestination, Message<?> message) {
        StompHeaderAccessor frame = MessageHeaderAccessor.getAccessor(message, StompHeaderAccessor.class);
        if (frame != null && frame.getSessionId() != null && Destinations.isForApplication(message)) {
            String text = "destination: '" + frame.getDestination() + "' (expected: one that is handled here)";
            frames.error(frame.getSessionId(), frame.getReceipt(), text);
        }
    }
}
