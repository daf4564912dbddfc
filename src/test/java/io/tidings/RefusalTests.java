package io.tidings;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.Refusal;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What an operator reads where the service does not start: what is wrong, and what to do, without a stack trace. */
@ExtendWith(OutputCaptureExtension.class)
class RefusalTests {

    private static final String[] CLUSTER = {
        "tidings.admin.token=0123456789abcdef",
        "tidings.namespaces.scores.retain=true",
        "tidings.relay.addresses=localhost:61613",
        "spring.kafka.bootstrap-servers=localhost:9092",
    };

    @ParameterizedTest
    @CsvSource({
        "tidings.session.send-timeout=0s, 'tidings.session.send-timeout: PT0S (expected: > 0)'",
        "tidings.relay.addresses=foo,     'tidings.relay: address: ''foo'' (expected: HOST:PORT)'",
        "tidings.session.max-session=1,   'tidings.session.max-session: unknown key (expected: one of allowed-origins,'",
    })
    void namesTheKeyThatIsWrong(String property, String expected, CapturedOutput output) {
        Refusal.start(TidingsApplication.class, property);

        assertThat(output).contains(expected).contains("src/docs/configuration.md");
        assertIsPlain(output);
    }

    @ParameterizedTest
    @CsvSource({
        "spring.kafka.bootstrap-servers=local_host,           Invalid url in bootstrap.servers: local_host",
        "spring.kafka.properties.security.protocol=SASL,      Invalid value SASL for configuration security.protocol",
        "spring.kafka.security.protocol=SASL_SSL,             Could not find a 'KafkaClient' entry in the JAAS configuration",
    })
    void saysWhatKafkasClientsRefuse(String property, String expected, CapturedOutput output) {
        startCluster(property);

        assertThat(output).contains("spring.kafka: ").contains(expected).contains("Correct it under spring.kafka");
        assertIsPlain(output);
    }

    @Test
    void keepsAKafkaPasswordToItself(CapturedOutput output) {
        startCluster(
                "spring.kafka.security.protocol=SASL_SSL",
                "spring.kafka.properties.sasl.mechanism=PLAIN",
                "spring.kafka.properties.sasl.jaas.config=PlainLoginModule required password=s3same");

        assertThat(output).contains("spring.kafka: ").contains("JAAS").doesNotContain("s3same");
        assertIsPlain(output);
    }

    @Test
    void namesAnSslBundleThatIsMissing(CapturedOutput output) {
        startCluster("tidings.relay.ssl.bundle=broker");

        assertThat(output).contains("ssl.bundle: 'broker'").contains("spring.ssl.bundle.pem.NAME");
        assertIsPlain(output);
    }

    @Test
    void namesACertificateThatCannotBeRead(CapturedOutput output) {
        startCluster(
                "tidings.relay.ssl.bundle=broker",
                "spring.ssl.bundle.pem.broker.truststore.certificate=file:/nowhere/ca.pem");

        assertThat(output).contains("Unable to create trust store").contains("/nowhere/ca.pem");
        assertIsPlain(output);
    }

    private static void startCluster(String... properties) {
        String[] all = Stream.of(CLUSTER, properties).flatMap(Arrays::stream).toArray(String[]::new);
        Refusal.start(TidingsApplication.class, all);
    }

    private static void assertIsPlain(CapturedOutput output) {
        assertThat(output).contains("APPLICATION FAILED TO START").doesNotContain("\tat ");
    }
}
