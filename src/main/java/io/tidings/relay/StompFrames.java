package io.tidings.relay;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.unit.DataSize;

/** The frames that a node sends to the broker (STOMP 1.2). */
final class StompFrames {

    static final String CONTENT_TYPE = "application/vnd.tidings.batch";

    /** The receipt of the subscription; those of batches are numbers. */
    static final String SUBSCRIBED = "subscribed";

    private static final String NODE_CONTENT_TYPE = "application/vnd.tidings.node";

    private static final String TO_ALL = "nodes";

    private static final String TO_NODE = "node";

    private static final byte[] EMPTY = new byte[0];

    private static final byte[] END_OF_LINE = {'\n'};

    private final RelayProperties properties;

    private final @Nullable String node;

    /** The node is this one's id; null where nobody listens to other nodes. */
    StompFrames(RelayProperties properties, @Nullable String node) {
        this.properties = properties;
        this.node = node;
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

    /** One subscription covers all namespaces; the receipt, for which the last asks, confirms all. */
    List<Message<byte[]>> subscribe() {
        StompHeaderAccessor batches = subscription("0", destination("*"), properties.queueBytes());
        batches.setReceipt(SUBSCRIBED);
        if (node == null) {
            return List.of(frame(batches, EMPTY));
        }
        DataSize queueBytes = properties.nodeMessages().queueBytes();
        return List.of(
                frame(subscription(TO_ALL, nodes(NodeMessages.ALL), queueBytes), EMPTY),
                frame(subscription(TO_NODE, nodes(node), queueBytes), EMPTY),
                frame(batches, EMPTY));
    }

    /** Whether it is one of those to other nodes' messages. */
    static boolean isOfNodes(@Nullable String subscription) {
        return TO_ALL.equals(subscription) || TO_NODE.equals(subscription);
    }

    Message<byte[]> send(String namespace, byte[] body, String receipt) {
        StompHeaderAccessor headers = StompHeaderAccessor.create(StompCommand.SEND);
        headers.setDestination(destination(namespace));
        headers.setNativeHeader(StompHeaderAccessor.STOMP_CONTENT_TYPE_HEADER, CONTENT_TYPE);
        headers.setReceipt(receipt);
        return frame(headers, body);
    }

    /** Unlike a batch it needs no confirmation: what is lost is said again, or missed by who asked. */
    Message<byte[]> tell(String to, byte[] message) {
        StompHeaderAccessor headers = StompHeaderAccessor.create(StompCommand.SEND);
        headers.setDestination(nodes(to));
        headers.setNativeHeader(StompHeaderAccessor.STOMP_CONTENT_TYPE_HEADER, NODE_CONTENT_TYPE);
        return frame(headers, message);
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

    /**
     * Deeper than those of batches, so that no service's wildcard for batches matches it, whatever the prefixes; within the
     * permissions and limits that brokers have for {@code PREFIX.#}.
     */
    private String nodes(String to) {
        return destination("cluster.nodes." + to);
    }

    private static StompHeaderAccessor subscription(String id, String destination, DataSize queueBytes) {
        StompHeaderAccessor headers = StompHeaderAccessor.create(StompCommand.SUBSCRIBE);
        headers.setSubscriptionId(id);
        headers.setDestination(destination);
        headers.setNativeHeader("ack", "auto");
        headers.setNativeHeader("x-max-length-bytes", String.valueOf(queueBytes.toBytes()));
        return headers;
    }

    private static Message<byte[]> frame(StompHeaderAccessor headers, byte[] body) {
        headers.setLeaveMutable(true);
        return MessageBuilder.createMessage(body, headers.getMessageHeaders());
    }
}
