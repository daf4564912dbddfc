package io.tidings.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tidings.TidingsApplication;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Asks servers over the network, among them a node whose actuator has a port of its own, with TLS. */
class HealthCheckIT {

    private static final String PASSWORD = "for-tests-only";

    @TempDir
    private Path temp;

    @Test
    void findsThePortOfTheActuatorUnderTlsAndComplainsOnceItIsClosed() throws Exception {
        String file = temp.resolve("probe").toString();
        try (ConfigurableApplicationContext node = SpringApplication.run(
                TidingsApplication.class,
                "--server.address=127.0.0.1",
                "--server.port=0",
                "--server.ssl.key-store=" + makeCertificate(),
                "--server.ssl.key-store-password=" + PASSWORD,
                "--management.server.address=127.0.0.1",
                "--management.server.port=0",
                "--tidings.probe.file=" + file)) {
            assertThat(Files.readString(Path.of(file)))
                    .isEqualTo("https://127.0.0.1:%s/actuator/health/liveness"
                            .formatted(node.getEnvironment().getProperty("local.management.port")));
            assertThat(HealthCheck.complaint(file)).isEmpty();
        }

        assertThat(HealthCheck.complaint(file)).startsWith("no answer: ");
    }

    @Test
    void complainsOfAnyAnswerButThatTheNodeLives() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/up", exchange -> exchange.sendResponseHeaders(200, -1));
        server.createContext("/down", exchange -> exchange.sendResponseHeaders(503, -1));
        server.start();
        try {
            String base = "http://127.0.0.1:" + server.getAddress().getPort();

            assertThat(complaint(base + "/up")).isEmpty();
            assertThat(complaint(base + "/down")).isEqualTo(base + "/down: 503 (expected: 200)");
        } finally {
            server.stop(0);
        }
    }

    private String complaint(String url) throws Exception {
        return HealthCheck.complaint(
                Files.writeString(temp.resolve("file"), url).toString());
    }

    private Path makeCertificate() throws Exception {
        Path store = temp.resolve("node.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "node",
                        "-dname",
                        "CN=live.example.org",
                        "-keyalg",
                        "EC",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return store;
    }
}
