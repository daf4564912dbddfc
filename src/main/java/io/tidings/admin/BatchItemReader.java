package io.tidings.admin;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads one item of a batch. A body that is JSON is taken as it stands in the document, byte for byte. */
final class BatchItemReader {

    private static final String MEMBERS =
            "topic, contentType, headers, idempotencyKey, and one of json, text and base64";

    private final JsonParser parser;

    private final byte[] document;

    private final int index;

    private final Map<String, String> headers = new LinkedHashMap<>();

    private @Nullable String topic;

    private @Nullable String contentType;

    private @Nullable String idempotencyKey;

    private byte @Nullable [] body;

    /** The body's type where the item does not say it. */
    private @Nullable String bodyType;

    /**
     * Reads the item that begins at the parser's token.
     *
     * @param document what the parser reads
     * @param index the item's place in the batch
     */
    BatchItemReader(JsonParser parser, byte[] document, int index) {
        this.parser = parser;
        this.document = document;
        this.index = index;
    }

    BatchItem read() {
        expect(JsonToken.START_OBJECT, "an object with " + MEMBERS);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            member(member);
        }
        if (topic == null) {
            throw malformed("without topic (expected: " + MEMBERS + ")");
        }
        if (body == null) {
            throw malformed("without a body (expected: one of json, text and base64)");
        }
        return new BatchItem(topic, contentType == null ? bodyType : contentType, headers, body, idempotencyKey);
    }

    private void member(String name) {
        switch (name) {
            case "topic" -> topic = text(name);
            case "contentType" -> contentType = text(name);
            case "idempotencyKey" -> idempotencyKey = text(name);
            case "headers" -> headers();
            case "text" -> body(utf8(text(name)), "text/plain;charset=UTF-8");
            case "base64" -> body(base64(), null);
            case "json" -> body(json(), "application/json");
            default -> throw malformed("a member that is not known (expected: " + MEMBERS + ")");
        }
    }

    private void headers() {
        expect(JsonToken.START_OBJECT, "headers to be an object");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            headers.put(name, text("a header"));
        }
    }

    private void body(byte[] bytes, @Nullable String type) {
        if (body != null) {
            throw malformed("a second body (expected: one of json, text and base64)");
        }
        body = bytes;
        bodyType = type;
    }

    private String text(String what) {
        expect(JsonToken.VALUE_STRING, what + " to be a string");
        return parser.getString();
    }

    /** Half a surrogate pair is no character, and would become another one. */
    private byte[] utf8(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw malformed("text with half a character (expected: whole ones)");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] base64() {
        expect(JsonToken.VALUE_STRING, "base64 to be a string");
        return parser.getBinaryValue();
    }

    private byte[] json() {
        long from = parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        long to = parser.currentLocation().getByteOffset();
        if (from < 0 || to < from) {
            throw malformed(
                    "not UTF-8 (expected: UTF-8)"); // The parser guesses UTF-16 too, and counts characters there.
        }
        return Arrays.copyOfRange(document, (int) from, (int) to);
    }

    private void expect(JsonToken token, String expected) {
        if (!parser.hasToken(token)) {
            throw malformed("(expected: " + expected + ")");
        }
    }

    private ResponseStatusException malformed(String what) {
        return BatchReader.malformed(parser.currentTokenLocation(), "item " + index + ": " + what);
    }
}
