package io.tidings.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.testing.Jwts;
import io.tidings.testing.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the application with what the chart renders, asks it as the kubelet and Prometheus do, and runs the chart's test. */
@OnHelm
class ChartRunIT {

    private static final String SECURE = """
            certificates: {web: {existingSecret: web, certificate: tls.crt, privateKey: tls.key}}
            edge: {path: /live, sslBundle: web}
            access: {anonymous: false, jwt: {secret: {existingSecret: jwt}}}
            namespaces: {scores: {subscribe: authenticated}}
            test: {destination: /topic/scores.test, token: {existingSecret: test}}
            """;

    @TempDir
    private static Path folder;

    private static RunningChart plain;

    private static RunningChart secure;

    @BeforeAll
    static void start() throws Exception {
        SSLContext trusted = PemFiles.write(folder.resolve("secure/certificates/web"));
        Path values = Files.writeString(folder.resolve("values.yaml"), SECURE);
        plain = RunningChart.start(Chart.render(Chart.memory()), folder.resolve("plain"), trusted);
        secure = RunningChart.start(
                Chart.render(values),
                folder.resolve("secure"),
                trusted,
                "--tidings.access.jwt.secret=" + Jwts.SECRET,
                "--tidings.admin.token=a-token-that-only-this-test-knows");
    }

    @AfterAll
    static void stop() {
        if (plain != null) {
            plain.close();
        }
        if (secure != null) {
            secure.close();
        }
    }

    @Test
    void answersTheProbesAtThePortsThatTheyAsk() throws Exception {
        for (RunningChart chart : new RunningChart[] {plain, secure}) {
            assertThat(chart.status(chart.meters() + chart.livenessPath())).isEqualTo(200);
            await().atMost(Duration.ofSeconds(30)).until(() -> chart.status(chart.clients() + "/readyz") == 200);
        }
    }

    @Test
    void showsMetersAtThePortOfTheirOwnOnly() throws Exception {
        for (RunningChart chart : new RunningChart[] {plain, secure}) {
            assertThat(chart.status(chart.meters() + "/actuator/prometheus")).isEqualTo(200);
            assertThat(chart.status(chart.clients() + "/actuator/prometheus")).isEqualTo(404);
            assertThat(chart.status(chart.clients() + "/actuator/health")).isEqualTo(404);
        }
    }

    @Test
    void passesItsOwnTest() throws Exception {
        Node.Outcome outcome = plain.test(Node.orSkip(folder), Map.of());

        assertThat(outcome.code()).as(outcome.text()).isZero();
        assertThat(outcome.text()).contains("CONNECT: CONNECTED", "DISCONNECT: RECEIPT");
    }

    @Test
    void passesItsOwnTestUnderTlsWithAToken() throws Exception {
        Node.Outcome outcome = secure.test(Node.orSkip(folder), Map.of("TIDINGS_TOKEN", Jwts.of("test")));

        assertThat(outcome.code()).as(outcome.text()).isZero();
        assertThat(outcome.text()).contains("CONNECT: CONNECTED", "SUBSCRIBE: RECEIPT", "DISCONNECT: RECEIPT");
    }

    @Test
    void failsItsOwnTestWhereItIsNotLetIn() throws Exception {
        Node.Outcome outcome = secure.test(Node.orSkip(folder), Map.of("TIDINGS_TOKEN", "no.token.at-all"));

        assertThat(outcome.code()).as(outcome.text()).isEqualTo(1);
    }
}
