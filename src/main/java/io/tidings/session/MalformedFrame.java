package io.tidings.session;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;

/** Stands for a frame that cannot be read, so that it is refused in its turn, after those before it. */
final class MalformedFrame {

    private static final String WHY = "tidingsMalformed";

    private static final byte[] NO_BODY = new byte[0];

    private MalformedFrame() {}

    /**
     * Makes the message in its place.
     *
     * @param command null if it has none that is known
     * @param receipt what it asks for, so that the ERROR can name it
     */
    static Message<byte[]> message(@Nullable StompCommand command, @Nullable String receipt, @Nullable String why) {
        StompHeaderAccessor frame =
                command == null ? StompHeaderAccessor.createForHeartbeat() : StompHeaderAccessor.create(command);
        if (receipt != null) {
            frame.setReceipt(receipt);
        }
        frame.setHeader(WHY, String.valueOf(why));
        frame.setLeaveMutable(true);
        return MessageBuilder.createMessage(NO_BODY, frame.getMessageHeaders());
    }

    /**
     * Refuses the message if it stands for such a frame.
     *
     * @throws StompRefusal which says why
     */
    static void check(Message<?> message) {
        String why = message.getHeaders().get(WHY, String.class);
        if (why != null) {
            throw new StompRefusal(why);
        }
    }
}
