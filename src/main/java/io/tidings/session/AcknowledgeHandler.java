package io.tidings.session;

import io.tidings.fanout.StompVersion;
import java.util.List;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

/** ACK and NACK. On a topic there is nothing to redeliver: they are read, and change nothing. */
final class AcknowledgeHandler implements FrameHandler {

    private final StompFrames frames;

    AcknowledgeHandler(StompFrames frames) {
        this.frames = frames;
    }

    @Override
    public void handle(NettySession session, StompHeaderAccessor frame, Message<?> message) {
        for (String name : required(session.outbox().version())) {
            if (frame.getFirstNativeHeader(name) == null) {
                throw new StompRefusal(name + ": missing (expected: a header with it)");
            }
        }
        String transaction = frame.getFirstNativeHeader(TransactionHandler.TRANSACTION);
        if (transaction != null) {
            session.stomp().transactions().check(transaction);
        }
        frames.receipt(session.getId(), frame.getReceipt(), null);
    }

    /** What names the message (STOMP 1.0 to 1.2, ACK). */
    private static List<String> required(StompVersion version) {
        return switch (version) {
            case V1_0 -> List.of(StompHeaderAccessor.STOMP_MESSAGE_ID_HEADER);
            case V1_1 ->
                List.of(StompHeaderAccessor.STOMP_MESSAGE_ID_HEADER, StompHeaderAccessor.STOMP_SUBSCRIPTION_HEADER);
            case V1_2 -> List.of(StompHeaderAccessor.STOMP_ID_HEADER);
        };
    }
}
