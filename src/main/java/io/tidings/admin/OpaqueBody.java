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

/** Documents an operation that takes any body, of any type, as it is. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@RequestBody(
        description = "The update's body, of any content type; allowed headers pass on with it",
        content = {
            @Content(
                    mediaType = "application/json",
                    schema = @Schema,
                    examples = @ExampleObject("{\"home\": 101, \"away\": 99}")),
            @Content(mediaType = "text/plain", schema = @Schema(type = "string"), examples = @ExampleObject("101:99")),
            @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary"))
        })
@ApiResponse(responseCode = "408", description = "The body took longer than `tidings.admin.read-timeout`")
@ApiResponse(responseCode = "413", description = "The body is longer than the namespace's `max-body`")
@interface OpaqueBody {}
