package io.tidings.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads a batch from a JSON array (RFC 8259); nothing of a document is taken that is not right to its end. */
final class BatchReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Where the parser names a second place, it does so with what it may not show of the source. */
    private static final Pattern START_MARKER = Pattern.compile(" \\(start marker at .*", Pattern.DOTALL);

    private final int maxItems;

    BatchReader(int maxItems) {
        this.maxItems = maxItems;
    }

    /**
     * The items, in order.
     *
     * @throws ResponseStatusException with 400 for what is no batch, with the place of the error; with 413 for too many items
     */
    List<BatchItem> read(byte[] document) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), document)) {
            return items(parser, document);
        } catch (JacksonException e) {
            throw malformed(
                    e.getLocation(),
                    START_MARKER.matcher(e.getOriginalMessage()).replaceFirst(""));
        }
    }

    private List<BatchItem> items(JsonParser parser, byte[] document) {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw malformed(parser.currentTokenLocation(), "(expected: an array)");
        }
        List<BatchItem> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (items.size() == maxItems) {
                throw new ResponseStatusException(
                        HttpStatus.CONTENT_TOO_LARGE, "batch: too long (expected: at most " + maxItems + " items)");
            }
            items.add(new BatchItemReader(parser, document, items.size()).read());
        }
        if (parser.nextToken() != null) {
            throw malformed(parser.currentTokenLocation(), "(expected: nothing after the array)");
        }
        return items;
    }

    /** The refusal of a document, by what is wrong at a place in it; the parser names none where it passes a bound of its own. */
    static ResponseStatusException malformed(@Nullable TokenStreamLocation place, String what) {
        String where = place == null ? "" : "line " + place.getLineNr() + ", column " + place.getColumnNr() + ": ";
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, "body: " + where + what);
    }
}
