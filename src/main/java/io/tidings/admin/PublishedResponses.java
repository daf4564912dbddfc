package io.tidings.admin;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents an operation that publishes one update. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
        name = "Idempotency-Key",
        in = ParameterIn.HEADER,
        description =
                "Of all publications of a topic with the same key, within `tidings.replica.idempotency.window`, one"
                        + " becomes an update, and all are answered with its position: 1 to 255 visible ASCII characters",
        schema = @Schema(type = "string"))
@ApiResponse(responseCode = "200", description = "The update is safe, at this position")
@ApiResponse(responseCode = "400", description = "The topic, a header or the key is none that can be")
@ApiResponse(responseCode = "404", description = "The namespace is not served")
@ApiResponse(responseCode = "422", description = "The key stands for another body already")
@ApiResponse(
        responseCode = "503",
        description = "The log cannot be reached, and the update may or may not have been published; retried with the"
                + " same key it is published once")
@interface PublishedResponses {}
