package io.tidings.relay;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;

/** The frames that a node sends to the broker (STOMP 1.2). */
final class StompFrames {

    static final String CONTENT_TYPE = "application/vnd.tidings.batch";

    /** The receipt of the subscription; those of batches are numbers. */
    static final String SUBSCRIBED = "subscribed";

    private static final byte[] EMPTY = new byte[0];

    private static final byte[] END_OF_LINE = {'\n'};

    private final RelayProperties properties;

    StompFrames(RelayProperties properties) {
        this.properties = properties;
    }

    /** The interval of heart-beats that this node offers and asks for; 0 for none. */
    long heartBeatMillis() {
        return properties.heartBeat().toMillis();
    }

    Message<byte[]> connect() {
        StompHeaderAccessor headers = StompHeaderAccessor.create(StompCommand.CONNECT);
        headers.setAcceptVersion("1.2");
        headers.setHost(properties.virtualHost());
        headers.setHeartbeat(heartBeatMillis(), heartBeatMillis());
        if (properties.login() != null) {
            headers.setLogin(properties.login());
        }
        if (properties.passcode() != null) {
            headers.setPasscode(properties.passcode());
        }
        return frame(headers, EMPTY);
    }

    /** One subscription covers all namespaces. */
    Message<byte[]> subscribe() {
        StompHeaderAccessor headers = StompHeaderAccessor.create(StompCommand.SUBSCRIBE);
        headers.setSubscriptionId("0");
        headers.setDestination(destination("*"));
        headers.setNativeHeader("ack", "auto");
        headers.setNativeHeader(
                "x-max-length-bytes", String.valueOf(properties.queueBytes().toBytes()));
        headers.setReceipt(SUBSCRIBED);
        return frame(headers, EMPTY);
    }

    Message<byte[]> send(String namespace, byte[] body, String receipt) {
        StompHeaderAccessor headers = StompHeaderAccessor.create(StompCommand.SEND);
        headers.setDestination(destination(namespace));
        headers.setNativeHeader(StompHeaderAccessor.STOMP_CONTENT_TYPE_HEADER, CONTENT_TYPE);
        headers.setReceipt(receipt);
        return frame(headers, body);
    }

    Message<byte[]> disconnect() {
        return frame(StompHeaderAccessor.create(StompCommand.DISCONNECT), EMPTY);
    }

    Message<byte[]> heartBeat() {
        return frame(StompHeaderAccessor.createForHeartbeat(), END_OF_LINE);
    }

    /** A text from the broker as it may stand in a log line: short, one line, ASCII. */
    static String printable(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String line = text.replaceAll("[^ -~]", "?");
        return line.length() <= 200 ? line : line.substring(0, 200) + "...";
    }

    private String destination(String namespace) {
        return "/topic/" + properties.destinationPrefix() + '.' + namespace;
    }

    private static Message<byte[]> frame(StompHeaderAccessor headers, byte[] body) {
        headers.setLeaveMutable(true);
        return MessageBuilder.createMessage(body, headers.getMessageHeaders());
    }
}
