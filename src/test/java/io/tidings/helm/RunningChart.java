package io.tidings.helm;

import io.kubernetes.client.openapi.models.V1Container;
import io.tidings.TidingsApplication;
import io.tidings.testing.Node;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The application with the configuration that the chart renders, on free ports, and what asks it in a cluster. */
final class RunningChart implements AutoCloseable {

    private final Manifests manifests;

    private final ConfigurableApplicationContext application;

    private final HttpClient http;

    private RunningChart(Manifests manifests, ConfigurableApplicationContext application, SSLContext trusted) {
        this.manifests = manifests;
        this.application = application;
        this.http = HttpClient.newBuilder().sslContext(trusted).build();
    }

    /** Starts it with a folder in place of the container's {@code /etc/tidings}, and secrets as settings. */
    static RunningChart start(Manifests manifests, Path folder, SSLContext trusted, String... secrets)
            throws IOException {
        Path config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(
                config.resolve("application.yaml"), manifests.application().replace("/etc/tidings/", folder + "/"));
        List<String> settings = new ArrayList<>(List.of(secrets));
        settings.add("--spring.config.additional-location=file:" + config + "/");
        settings.add("--server.port=0");
        settings.add("--management.server.port=0");
        settings.add("--tidings.cluster.node-name=live-tidings-5c9f6b7d4-x2x7k");
        SpringApplication application = new SpringApplication(TidingsApplication.class);
        return new RunningChart(manifests, application.run(settings.toArray(String[]::new)), trusted);
    }

    /** The address of the port that clients use, by the scheme of the probe. */
    String clients() {
        String scheme = manifests.container().getReadinessProbe().getHttpGet().getScheme();
        return (scheme == null ? "http" : "https") + "://127.0.0.1:" + port("local.server.port");
    }

    String livenessPath() {
        return manifests.container().getLivenessProbe().getHttpGet().getPath();
    }

    /** The address of the port of the meters. */
    String meters() {
        return "http://127.0.0.1:" + port("local.management.port");
    }

    /** The status that a GET is answered with. */
    int status(String url) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
                .statusCode();
    }

    /** What the container of {@code helm test} does, and what came of it. */
    Node.Outcome test(Node node, Map<String, String> secrets) throws Exception {
        V1Container container = manifests.test().getContainers().get(0);
        Map<String, String> variables = new HashMap<>(secrets);
        container.getEnv().stream()
                .filter(variable -> variable.getValue() != null)
                .forEach(variable -> variables.put(variable.getName(), variable.getValue()));
        variables.computeIfPresent(
                "TIDINGS_URL", (name, url) -> url.replaceFirst("//[^/]+", "//127.0.0.1:" + port("local.server.port")));
        return node.evaluate(container.getArgs().get(0), variables);
    }

    private String port(String key) {
        return String.valueOf(application.getEnvironment().getProperty(key));
    }

    @Override
    public void close() {
        application.close();
    }
}
