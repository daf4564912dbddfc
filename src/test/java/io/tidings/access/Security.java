package io.tidings.access;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;

/** The security of requests where no way to check tokens is configured, for the tests of what it protects. */
@Import(SecurityConfiguration.class)
public class Security {

    @Bean
    TokenMetrics tokenMetrics(MeterRegistry registry) {
        return new TokenMetrics(registry);
    }

    @Bean
    Tokens tokens(TokenMetrics metrics) {
        TokenUsers users = new TokenUsers(new JwtGrantedAuthoritiesConverter(), "sub", Set.of(), Duration.ZERO);
        return new Tokens(null, users, metrics, Duration.ofSeconds(5), false);
    }

    @Bean
    AccessProperties accessProperties() {
        return new AccessProperties(true, false, null);
    }
}
