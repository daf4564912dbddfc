package io.tidings.canary;

import io.tidings.topic.LogId;
import io.tidings.topic.Position;
import io.tidings.topic.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.BufferingStompDecoder;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompDecoder;
import org.springframework.messaging.simp.stomp.StompEncoder;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

/** What one session for canaries says and hears, in STOMP 1.2. One thread at a time calls. */
final class CanaryFrames {

    /** The WebSocket subprotocol. */
    static final String PROTOCOL = "v12.stomp";

    static final String HEART_BEAT = "\n";

    private static final int MAX_UNFINISHED_BYTES = 64 * 1024;

    private static final byte[] NOTHING = {};

    private final BufferingStompDecoder decoder = new BufferingStompDecoder(new StompDecoder(), MAX_UNFINISHED_BYTES);

    /** CONNECT, and SUBSCRIBE to the canaries of each namespace. */
    static List<String> opening(List<String> namespaces, Duration heartBeat) {
        List<String> frames = new ArrayList<>();
        frames.add(connect(heartBeat.toMillis()));
        namespaces.forEach(namespace -> frames.add(subscribe(namespace)));
        return frames;
    }

    /**
     * The canaries that a message brings; a message may hold many frames, or a part of one, or be a heart-beat.
     *
     * @throws IllegalStateException if it brings an ERROR
     */
    List<Arrival> read(byte[] message) {
        List<Arrival> arrivals = new ArrayList<>();
        for (Message<byte[]> frame : decoder.decode(ByteBuffer.wrap(message))) {
            StompHeaderAccessor headers = StompHeaderAccessor.wrap(frame);
            if (headers.getCommand() == StompCommand.ERROR) {
                throw new IllegalStateException(String.valueOf(headers.getMessage()));
            }
            if (headers.getCommand() == StompCommand.MESSAGE) {
                arrivals.add(arrival(headers));
            }
        }
        return arrivals;
    }

    private static Arrival arrival(StompHeaderAccessor headers) {
        Position position = Position.parse(Objects.requireNonNull(headers.getMessageId()));
        String timestamp = Objects.requireNonNull(headers.getFirstNativeHeader("timestamp"));
        return new Arrival((LogId) position.source(), Long.parseLong(timestamp));
    }

    private static String connect(long heartBeatMillis) {
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.CONNECT);
        frame.setAcceptVersion("1.2");
        frame.setHost("localhost");
        frame.setHeartbeat(heartBeatMillis, heartBeatMillis);
        return text(frame);
    }

    private static String subscribe(String namespace) {
        StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.SUBSCRIBE);
        frame.setSubscriptionId(namespace);
        frame.setDestination(Topic.canary(namespace).destination());
        return text(frame);
    }

    private static String text(StompHeaderAccessor frame) {
        return new String(new StompEncoder().encode(frame.getMessageHeaders(), NOTHING), StandardCharsets.UTF_8);
    }
}
