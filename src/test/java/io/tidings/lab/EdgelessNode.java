package io.tidings.lab;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidings.replica.Replica;
import io.tidings.topic.AllowedHeaders;
import io.tidings.topic.Namespace;
import io.tidings.topic.Namespaces;
import io.tidings.topic.Policy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * A node without an edge inside its child process, for what the way from Kafka to the replica costs: its replica's listener
 * is a probe, and its meters are at {@code /} once it is ready. A source without a stereotype.
 */
@Import(KafkaAutoConfiguration.class)
@ConfigurationPropertiesScan({"io.tidings.log", "io.tidings.ingest", "io.tidings.relay", "io.tidings.replica"})
class EdgelessNode {

    static final String NAMESPACE = "load";

    @Bean
    Namespaces namespaces() {
        return new Namespaces(List.of(Namespace.of(NAMESPACE, Policy.DEFAULT, Namespace.Access.DEFAULT)), null);
    }

    @Bean
    AllowedHeaders allowedHeaders() {
        return new AllowedHeaders(List.of());
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    PrometheusMeterRegistry meters() {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }

    @Bean
    SequenceProbe probe(Replica replica, PrometheusMeterRegistry meters) {
        SequenceProbe probe = new SequenceProbe(meters);
        replica.listen(probe);
        return probe;
    }

    @Bean(destroyMethod = "")
    HttpServer page(Environment environment, Replica replica, PrometheusMeterRegistry meters) throws IOException {
        int port = environment.getRequiredProperty("lab.port", Integer.class);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", exchange -> {
            byte[] page = meters.scrape().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(replica.isReady() ? 200 : 503, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        return server;
    }
}
