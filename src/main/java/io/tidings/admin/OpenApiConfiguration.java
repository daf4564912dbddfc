package io.tidings.admin;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Describes the admin API in OpenAPI 3: what springdoc cannot read from the controllers. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    /** The scheme by which the token is shown. */
    static final String TOKEN = "token";

    @Bean
    OpenAPI adminDocument() {
        return new OpenAPI()
                .info(
                        new Info()
                                .title("Tidings admin API")
                                .version("1")
                                .description(
                                        "Publish, look around and intervene. Every answer covers all nodes; those that did not"
                                                + " answer in time are named in `missing`. Every failure is a problem (RFC 9457)."))
                .servers(List.of(new Server().url("/").description("This node")))
                .components(new Components()
                        .addSecuritySchemes(
                                TOKEN,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("The admin token, `tidings.admin.token`")))
                .security(List.of(new SecurityRequirement().addList(TOKEN)));
    }

    @Bean
    OpenApiCustomizer problemResponses() {
        return new ProblemResponses();
    }
}
