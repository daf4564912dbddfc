package io.tidings.admin;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents an operation that answers with a page, asked for by a {@link PageQuery}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
        name = "after",
        in = ParameterIn.QUERY,
        description = "The `next` of the page before; none for the first page",
        schema = @Schema(type = "string"))
@Parameter(
        name = "limit",
        in = ParameterIn.QUERY,
        description = "The most items, 1 to `tidings.admin.max-page`",
        schema = @Schema(type = "integer", defaultValue = "50", minimum = "1"))
@interface Paged {}
