package io.tidings.access;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.topic.Namespaces;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.reactive.JwkSetUriReactiveJwtDecoderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;
import org.springframework.util.CollectionUtils;
import org.springframework.util.StringUtils;
import org.springframework.web.reactive.function.client.WebClient;

/** Wires the checks of tokens: Spring Boot's own by {@code spring.security.oauth2.resourceserver.jwt}, or a shared secret. */
@Configuration(proxyBeanMethods = false)
class JwtConfiguration {

    @Bean
    TokenMetrics tokenMetrics(MeterRegistry registry) {
        return new TokenMetrics(registry);
    }

    @Bean
    Tokens tokens(
            ObjectProvider<ReactiveJwtDecoder> decoder,
            TokenUsers users,
            TokenMetrics metrics,
            JwtProperties properties,
            AccessProperties access) {
        return new Tokens(decoder.getIfAvailable(), users, metrics, properties.fetchInterval(), !access.anonymous());
    }

    @Bean
    TokenUsers tokenUsers(
            OAuth2ResourceServerProperties boot,
            JwtProperties properties,
            Namespaces namespaces,
            AuthorizerProperties authorizer) {
        OAuth2ResourceServerProperties.Jwt jwt = boot.getJwt();
        JwtGrantedAuthoritiesConverter scopes = new JwtGrantedAuthoritiesConverter();
        scopes.setAuthorityPrefix("");
        if (jwt.getAuthoritiesClaimName() != null) {
            scopes.setAuthoritiesClaimName(jwt.getAuthoritiesClaimName());
        }
        if (jwt.getAuthoritiesClaimDelimiter() != null) {
            scopes.setAuthoritiesClaimDelimiter(jwt.getAuthoritiesClaimDelimiter());
        }
        Set<String> claims = new HashSet<>(namespaces.claims());
        claims.addAll(authorizer.claims());
        String name = jwt.getPrincipalClaimName();
        return new TokenUsers(scopes, name == null ? JwtClaimNames.SUB : name, claims, properties.clockSkew());
    }

    /** In place of Spring Boot's decoder, which knows no secrets. */
    @Bean
    @ConditionalOnProperty("tidings.access.jwt.secret")
    ReactiveJwtDecoder secretJwtDecoder(
            JwtProperties properties,
            OAuth2ResourceServerProperties boot,
            List<OAuth2TokenValidator<Jwt>> validators,
            Environment environment) {
        NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder.withSecretKey(
                        JwtSettings.secretKey(properties, environment))
                .macAlgorithm(properties.algorithm())
                .build();
        OAuth2TokenValidator<Jwt> general = JwtValidators.createDefaultWithValidators(validators);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(general, asSpringBootDoes(boot.getJwt())));
        return decoder;
    }

    private static OAuth2TokenValidator<Jwt> asSpringBootDoes(OAuth2ResourceServerProperties.Jwt jwt) {
        List<OAuth2TokenValidator<Jwt>> validators = new ArrayList<>();
        if (StringUtils.hasText(jwt.getIssuerUri())) {
            validators.add(new JwtIssuerValidator(jwt.getIssuerUri()));
        }
        if (!CollectionUtils.isEmpty(jwt.getAudiences())) {
            validators.add(new JwtClaimValidator<List<String>>(
                    JwtClaimNames.AUD, named -> named != null && !Collections.disjoint(named, jwt.getAudiences())));
        }
        return new DelegatingOAuth2TokenValidator<>(validators);
    }

    /** Spring Boot's decoder takes it for its own. A session ends with its token, so that each must say when that is. */
    @Bean
    JwtTimestampValidator tokenTimes(JwtProperties properties) {
        JwtTimestampValidator times = new JwtTimestampValidator(properties.clockSkew());
        times.setAllowEmptyExpiryClaim(false);
        return times;
    }

    /** Spring's own takes no access tokens as RFC 9068 types them. */
    @Bean
    JwtTypeValidator tokenTypes() {
        JwtTypeValidator types = new JwtTypeValidator(List.of("JWT", "at+jwt", "application/at+jwt"));
        types.setAllowEmpty(true);
        return types;
    }

    /** On the event loops that are there already. */
    @Bean
    JwkSetUriReactiveJwtDecoderBuilderCustomizer boundedKeyFetches(
            JwtProperties properties, ReactorResourceFactory resources) {
        WebClient client = WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(resources, UnaryOperator.identity()))
                .filter(new KeyFetches(properties.fetchInterval(), properties.fetchTimeout()))
                .build();
        return builder -> builder.webClient(client);
    }
}
