package io.tidings.session;

import io.tidings.fanout.Live;
import io.tidings.fanout.SubscriptionRequest;
import io.tidings.topic.Cursor;
import io.tidings.topic.Topic;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;

/** Makes the frames that answer a client's, and sends them on its outbound channel. */
final class StompFrames {

    /** Until when the client's token holds, in milliseconds since the epoch. */
    static final String EXPIRES = "expires";

    private static final byte[] NO_BODY = new byte[0];

    private static final int MAX_ERROR_LENGTH = 300;

    private final MessageChannel clientOutboundChannel;

    /** Frames that said that a subscription has ended: numbered, for a message-id is unique (STOMP 1.2, MESSAGE). */
    private final AtomicLong ended = new AtomicLong();

    StompFrames(MessageChannel clientOutboundChannel) {
        this.clientOutboundChannel = clientOutboundChannel;
    }

    void send(String sessionId, StompHeaderAccessor frame) {
        frame.setSessionId(sessionId);
        clientOutboundChannel.send(MessageBuilder.createMessage(NO_BODY, frame.getMessageHeaders()));
    }

    /** Confirms a frame, if it asked for that. */
    void receipt(String sessionId, @Nullable String receiptId, @Nullable String position) {
        if (receiptId != null) {
            send(sessionId, receipt(receiptId, position));
        }
    }

    /** Confirms that a fresh token is taken, if it asked for that. */
    void renewed(String sessionId, @Nullable String receiptId, long expires) {
        if (receiptId != null) {
            StompHeaderAccessor frame = receipt(receiptId, null);
            frame.setNativeHeader(EXPIRES, Long.toString(expires));
            send(sessionId, frame);
        }
    }

    /** Confirms that a subscription is live, if it asked for that. */
    void live(String sessionId, @Nullable String receiptId, Live live) {
        if (receiptId != null) {
            Cursor position = live.position();
            StompHeaderAccessor frame = receipt(receiptId, position.offsets().isEmpty() ? null : position.toString());
            if (live.gap()) {
                frame.setNativeHeader("gap", "true");
            }
            send(sessionId, frame);
        }
    }

    /** Tells the client that a subscription of its has ended, with a MESSAGE: STOMP has no other frame for it. */
    void ended(String sessionId, SubscriptionRequest request) {
        String shown = request.shownDestination();
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.MESSAGE);
        String id = "ended-" + ended.incrementAndGet();
        frame.setSubscriptionId(request.id());
        frame.setDestination(
                shown == null ? Topic.DESTINATION_PREFIX + request.pattern().text() : shown);
        frame.setMessageId(id);
        if (request.acknowledged()) {
            frame.setNativeHeader("ack", id);
        }
        frame.setNativeHeader("ended", "true");
        send(sessionId, frame);
    }

    /** Refuses a frame; the session closes after it. */
    void error(String sessionId, @Nullable String receiptId, String text) {
        send(sessionId, error(receiptId, text));
    }

    static StompHeaderAccessor error(@Nullable String receiptId, String text) {
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.ERROR);
        frame.setMessage(oneLine(text));
        if (receiptId != null) {
            frame.setReceiptId(receiptId);
        }
        return frame;
    }

    private static StompHeaderAccessor receipt(String receiptId, @Nullable String position) {
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.RECEIPT);
        frame.setReceiptId(receiptId);
        if (position != null) {
            frame.setNativeHeader("position", position);
        }
        return frame;
    }

    private static String oneLine(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() <= MAX_ERROR_LENGTH ? line : line.substring(0, MAX_ERROR_LENGTH) + "...";
    }
}
