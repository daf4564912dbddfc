package io.tidings.access;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires access control by rules, and the authorizer that some of them ask. */
@Configuration(proxyBeanMethods = false)
class RulesConfiguration {

    @Bean
    AccessControl accessControl(Authorizer authorizer, MeterRegistry registry) {
        return new AccessControl(authorizer, new AccessMetrics(registry));
    }

    /** Where none is set no rule asks one: the start has seen to that. */
    @Bean
    Authorizer authorizer(AuthorizerProperties properties, SslBundles bundles, MeterRegistry registry) {
        if (properties.url() == null) {
            return question -> CompletableFuture.completedFuture(Decision.UNKNOWN);
        }
        AuthorizerMetrics metrics = new AuthorizerMetrics(registry);
        HttpAuthorizer http = new HttpAuthorizer(properties, client(properties, bundles), metrics);
        return new CachingAuthorizer(http::ask, properties, Ticker.systemTicker(), metrics);
    }

    static HttpClient client(AuthorizerProperties properties, SslBundles bundles) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(properties.timeout());
        String bundle = properties.ssl().bundle();
        if (bundle != null) {
            client.sslContext(bundles.getBundle(bundle).createSslContext());
        }
        return client.build();
    }
}
