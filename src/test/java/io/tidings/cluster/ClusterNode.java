package io.tidings.cluster;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.TidingsApplication;
import io.tidings.replica.Replica;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/** One node of the service, as a whole application of its own in this process. */
final class ClusterNode implements AutoCloseable {

    static final String TOKEN = "a-token-that-only-tests-know";

    private final ConfigurableApplicationContext application;

    private ClusterNode(ConfigurableApplicationContext application) {
        this.application = application;
    }

    /** Starts a node, and waits until it is ready for clients. */
    static ClusterNode start(List<String> settings) {
        return start(settings, context -> {});
    }

    /** Starts a node that is not quite as it should be, and waits until it is ready for clients. */
    static ClusterNode start(
            List<String> settings, ApplicationContextInitializer<ConfigurableApplicationContext> change) {
        List<String> all = new ArrayList<>(settings);
        all.add("--server.port=0");
        all.add("--tidings.admin.token=" + TOKEN);
        all.add("--spring.jmx.enabled=false");
        SpringApplication application = new SpringApplication(TidingsApplication.class);
        application.addInitializers(change);
        ClusterNode node = new ClusterNode(application.run(all.toArray(String[]::new)));
        await().atMost(Duration.ofSeconds(60)).until(node::isReady);
        return node;
    }

    int port() {
        return ((WebServerApplicationContext) application).getWebServer().getPort();
    }

    <T> T bean(Class<T> type) {
        return application.getBean(type);
    }

    <T> T bean(String name, Class<T> type) {
        return application.getBean(name, type);
    }

    /** What a counter of the node's stands at. */
    double count(String name, String... tags) {
        return bean(MeterRegistry.class).get(name).tags(tags).counter().count();
    }

    boolean isReady() {
        return bean(Replica.class).isReady()
                && get("/actuator/health/readiness").statusCode() == 200;
    }

    HttpResponse<String> get(String path) {
        return exchange(HttpRequest.newBuilder(uri(path)).build());
    }

    /** What the admin API shows. */
    String getAsAdmin(String path) {
        return exchange(HttpRequest.newBuilder(uri(path))
                        .header("Authorization", "Bearer " + TOKEN)
                        .build())
                .body();
    }

    /** Cuts the node off from the others at once, as a crash does, so that it takes no leave of them. */
    void kill() {
        bean("relay", SmartLifecycle.class).stop();
    }

    /** Publishes by REST, and returns the answer's body. */
    String publish(String topic, String body) {
        HttpResponse<String> response = tryToPublish(topic, body);
        if (response.statusCode() != 200) {
            throw new AssertionError("expected 200 but got " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    /** Publishes by REST, whatever the answer is. */
    HttpResponse<String> tryToPublish(String topic, String body) {
        return exchange(HttpRequest.newBuilder(uri("/api/topics/" + topic))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** Publishes by REST with an idempotency key. */
    HttpResponse<String> publishOnce(String topic, String body, String key) {
        return exchange(HttpRequest.newBuilder(uri("/api/topics/" + topic))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    @Override
    public void close() {
        application.close();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    private static HttpResponse<String> exchange(HttpRequest request) {
        try {
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
