package io.tidings.admin;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents the operation that publishes a batch. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@RequestBody(
        required = true,
        description = "An array of at most `tidings.admin.max-batch` items, each with one of `json`, `text`, `base64`",
        content =
                @Content(
                        mediaType = "application/json",
                        schema = @Schema(implementation = BatchDocument.Item[].class),
                        examples = @ExampleObject(BatchDocument.EXAMPLE)))
@ApiResponse(responseCode = "200", description = "All are safe")
@ApiResponse(
        responseCode = "207",
        description = "Some are not: each of those has its `problem`",
        content = @Content(mediaType = "application/json", schema = @Schema(implementation = BatchAnswer.class)))
@ApiResponse(
        responseCode = "400",
        description = "Not such an array; nothing has been published, and the problem names the place")
@ApiResponse(responseCode = "408", description = "The body took longer than `tidings.admin.read-timeout`")
@ApiResponse(
        responseCode = "413",
        description = "Over `tidings.admin.max-batch` items or `tidings.admin.max-body`; nothing has been published")
@ApiResponse(responseCode = "415", description = "Not `application/json`")
@interface BatchDocument {

    String EXAMPLE = """
            [
              {"topic": "scores.nba.lal-bos", "json": {"home": 101, "away": 99}},
              {"topic": "tickers.ACME", "text": "12.35", "idempotencyKey": "acme-1841"}
            ]""";

    /**
     * One publication.
     *
     * @param topic the topic's name
     * @param contentType the body's media type; that of JSON or of UTF-8 text where nothing is said of such a body
     * @param headers headers that pass on, where {@code tidings.publish.allowed-headers} names them
     * @param idempotencyKey as the header of a publication by itself
     * @param json the body: any JSON value, passed on as it is written
     * @param text the body: a text
     * @param base64 the body: bytes
     */
    @Schema(name = "BatchItem")
    record Item(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            String topic,

            String contentType,
            java.util.Map<String, String> headers,
            String idempotencyKey,
            Object json,
            String text,
            @Schema(format = "byte") String base64) {}
}
