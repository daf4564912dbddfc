package io.tidings.cluster;

import io.tidings.cluster.NodeMessageException.Reason;
import io.tidings.topic.NodeIncarnation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads the fields of a message's first line, each within its bounds: whoever wrote it may be wrong about anything. */
final class NodeMessageHeader {

    private static final Pattern NODE = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private static final Pattern WORD = Pattern.compile("[a-z0-9-]{1,64}");

    private static final Pattern VERSION = Pattern.compile("[!-~]{1,64}");

    private static final long LATEST_MILLIS =
            Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();

    private final JsonNode header;

    NodeMessageHeader(JsonNode header) throws NodeMessageException {
        if (!header.isObject()) {
            throw malformed("message", "an object");
        }
        this.header = header;
    }

    String node(String field) throws NodeMessageException {
        return text(field, NODE);
    }

    String word(String field) throws NodeMessageException {
        return text(field, WORD);
    }

    long number(String field, long min, long max) throws NodeMessageException {
        JsonNode value = header.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < min || value.asLong() > max) {
            throw malformed(field, "a number of " + min + " to " + max);
        }
        return value.asLong();
    }

    Node.About about() throws NodeMessageException {
        return new Node.About(
                text("name", NodeIncarnation.NAME),
                text("version", VERSION),
                Instant.ofEpochMilli(number("started", 0, LATEST_MILLIS)));
    }

    /** The counts that are some; others may be a newer version's. */
    Map<String, Long> counts() throws NodeMessageException {
        JsonNode counts = header.path("counts");
        if (!counts.isObject()) {
            throw malformed("counts", "an object");
        }
        Map<String, Long> known = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : counts.properties()) {
            JsonNode value = entry.getValue();
            if (value.isIntegralNumber() && value.canConvertToLong()) {
                Counts.add(known, entry.getKey(), value.asLong());
            }
        }
        return known;
    }

    Question question(String payload) throws NodeMessageException {
        try {
            return new Question(word("question"), payload);
        } catch (IllegalArgumentException e) {
            throw malformed("payload", "a short one");
        }
    }

    private String text(String field, Pattern expected) throws NodeMessageException {
        JsonNode value = header.path(field);
        if (!value.isString() || !expected.matcher(value.asString()).matches()) {
            throw malformed(field, expected.toString());
        }
        return value.asString();
    }

    private static NodeMessageException malformed(String field, String expected) {
        return new NodeMessageException(Reason.MALFORMED, field + ": malformed (expected: " + expected + ")");
    }
}
