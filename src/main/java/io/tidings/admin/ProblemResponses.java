package io.tidings.admin;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** Gives every refusal of the admin API's document the form of a problem, and every operation its 401 and 403. */
final class ProblemResponses implements OpenApiCustomizer {

    private static final String NAME = "ProblemDetail";

    @Override
    public void customise(OpenAPI document) {
        document.getComponents().addSchemas(NAME, schema());
        document.getPaths().values().forEach(path -> path.readOperations().forEach(ProblemResponses::complete));
    }

    private static void complete(Operation operation) {
        ApiResponses responses = operation.getResponses();
        if (operation.getSecurity() == null) {
            responses.addApiResponse(
                    "401", new ApiResponse().description("The admin token is missing, or another one"));
            responses.addApiResponse("403", new ApiResponse().description("A user's token, without the scope"));
        }
        responses.forEach((status, response) -> {
            if (status.startsWith("4") || status.startsWith("5")) {
                response.setContent(new Content()
                        .addMediaType("application/problem+json", new MediaType().schema(new Schema<>().$ref(NAME))));
            }
        });
    }

    /** Springdoc's own would be of the class, whose properties are not those of the JSON. */
    private static Schema<?> schema() {
        return new ObjectSchema()
                .description("RFC 9457")
                .addProperty("type", new StringSchema().format("uri").description("Absent for `about:blank`"))
                .addProperty("title", new StringSchema().description("The status in words"))
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema().description("What was wrong, and what was expected"))
                .addProperty("instance", new StringSchema().format("uri"));
    }
}
