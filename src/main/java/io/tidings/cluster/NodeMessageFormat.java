package io.tidings.cluster;

import io.tidings.cluster.NodeMessage.Answering;
import io.tidings.cluster.NodeMessage.Asking;
import io.tidings.cluster.NodeMessage.Goodbye;
import io.tidings.cluster.NodeMessage.Gossip;
import io.tidings.cluster.NodeMessage.Outcome;
import io.tidings.cluster.NodeMessageException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes and reads messages between nodes: a line of JSON that says what it is, then the payload as it is. Readers pass over
 * fields that they do not know, so that nodes of neighbouring versions understand one another.
 */
final class NodeMessageFormat {

    /** The most that a message takes beside its payload, if it is a question or an answer. */
    static final int MAX_HEADER_BYTES = 1024;

    private static final int VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private NodeMessageFormat() {}

    static byte[] encode(NodeMessage message) {
        ObjectNode header = JSON.createObjectNode();
        header.put("v", VERSION).put("type", message.type()).put("from", message.from());
        String payload = "";
        if (message instanceof Gossip gossip) {
            write(gossip, header);
        } else if (message instanceof Asking asking) {
            header.put("id", asking.id()).put("question", asking.question().name());
            header.put("within", asking.withinMillis()).put("max", asking.maxBytes());
            payload = asking.question().payload();
        } else if (message instanceof Answering answering) {
            header.put("id", answering.id()).put("outcome", answering.outcome().text());
            payload = answering.payload();
        }
        return (header + "\n" + payload).getBytes(StandardCharsets.UTF_8);
    }

    private static void write(Gossip gossip, ObjectNode header) {
        header.put("number", gossip.number());
        header.put("name", gossip.about().name());
        header.put("version", gossip.about().version());
        header.put("started", gossip.about().startedAt().toEpochMilli());
        ObjectNode counts = header.putObject("counts");
        gossip.counts().forEach(counts::put);
    }

    /**
     * Reads a message.
     *
     * @throws NodeMessageException if it is none, or one of another version
     */
    static NodeMessage decode(byte[] bytes) throws NodeMessageException {
        int end = lineEnd(bytes);
        NodeMessageHeader header = new NodeMessageHeader(parse(Arrays.copyOf(bytes, end)));
        if (header.number("v", 0, Long.MAX_VALUE) != VERSION) {
            throw new NodeMessageException(Reason.VERSION, "message: of another version (expected: " + VERSION + ")");
        }
        String payload =
                end == bytes.length ? "" : new String(bytes, end + 1, bytes.length - end - 1, StandardCharsets.UTF_8);
        String from = header.node("from");
        return switch (header.word("type")) {
            case Gossip.TYPE ->
                new Gossip(from, header.number("number", 0, Long.MAX_VALUE), header.about(), header.counts());
            case Goodbye.TYPE -> new Goodbye(from);
            case Asking.TYPE ->
                new Asking(
                        from,
                        header.word("id"),
                        header.question(payload),
                        header.number("within", 1, Question.LONGEST_DEADLINE.toMillis()),
                        (int) header.number("max", 0, Integer.MAX_VALUE));
            case Answering.TYPE -> new Answering(from, header.word("id"), outcome(header.word("outcome")), payload);
            default -> throw new NodeMessageException(Reason.VERSION, "type: unknown");
        };
    }

    /** What a newer node may say is no answer either. */
    private static Outcome outcome(String text) {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> outcome.text().equals(text))
                .findFirst()
                .orElse(Outcome.FAILED);
    }

    private static int lineEnd(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return bytes.length;
    }

    private static JsonNode parse(byte[] line) throws NodeMessageException {
        try {
            return JSON.readTree(line);
        } catch (JacksonException e) {
            throw new NodeMessageException(Reason.MALFORMED, "message: no line of JSON");
        }
    }
}
