package io.tidings.admin;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.Arrays;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.web.server.WebFilter;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.scheduler.Schedulers;

/** Describes the admin API in OpenAPI 3: what springdoc cannot read from the controllers. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    /** The scheme by which the token is shown. */
    static final String TOKEN = "token";

    /**
     * The document may not be asked for in weeks: what makes it is made when somebody does, and not at each start. Some parts
     * of springdoc nobody asks for by name; these say themselves that they are not lazy.
     */
    @Bean
    static BeanFactoryPostProcessor lazyDocument() {
        return factory -> Arrays.stream(factory.getBeanDefinitionNames())
                .filter(name -> isOfSpringdoc(name, factory.getBeanDefinition(name)))
                .map(factory::getBeanDefinition)
                .filter(bean -> bean instanceof AbstractBeanDefinition definition && definition.getLazyInit() == null)
                .forEach(bean -> bean.setLazyInit(true));
    }

    private static boolean isOfSpringdoc(String name, BeanDefinition definition) {
        String factory = definition.getFactoryBeanName();
        return (factory == null ? name : factory).startsWith("org.springdoc.");
    }

    @Bean
    @Lazy
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

    /** Making the document takes seconds the first time, and sessions would wait for them on the event loop that did it. */
    @Bean
    WebFilter documentOffTheEventLoops() {
        PathPattern document = PathPatternParser.defaultInstance.parse("/api/openapi/**");
        return (exchange, chain) ->
                document.matches(exchange.getRequest().getPath().pathWithinApplication())
                        ? chain.filter(exchange).subscribeOn(Schedulers.boundedElastic())
                        : chain.filter(exchange);
    }

    @Bean
    @Lazy
    OpenApiCustomizer problemResponses() {
        return new ProblemResponses();
    }
}
