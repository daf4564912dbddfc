package io.tidings.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class RelayPropertiesTests {

    @Test
    void hasNoBrokerAndUsefulBoundsByDefault() {
        RelayProperties properties = Properties.of()
                .with("reconnect.min", "200ms")
                .with("reconnect.max", "10s")
                .bind();
        assertThat(properties.brokers()).isEmpty();
        assertThat(properties.destinationPrefix()).isEqualTo("tidings");
        assertThat(properties.virtualHost()).isEqualTo("/");
        assertThat(properties.queueBytes()).isEqualTo(DataSize.ofMegabytes(64));
        assertThat(properties.maxBatch()).isEqualTo(DataSize.ofMegabytes(3));
        assertThat(properties.receiptTimeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(properties.maxUnconfirmed().batches()).isEqualTo(4096);
    }

    @Test
    void takesAListOfAddresses() {
        assertThat(Properties.of("a:1", "[::1]:2").bind().brokers())
                .containsExactly(new BrokerAddress("a", 1), new BrokerAddress("::1", 2));
    }

    @Test
    void showsNeitherLoginNorPasscode() {
        RelayProperties properties = Properties.of("a:1")
                .with("login", "the-login")
                .with("passcode", "the-passcode")
                .bind();
        assertThat(properties.toString()).contains("a:1").doesNotContain("the-login", "the-passcode");
    }

    @ParameterizedTest
    @CsvSource({
        "addresses, broker, address: 'broker' (expected: HOST:PORT)",
        "destination-prefix, 'a/b', 'tidings.relay.destination-prefix: ''a/b'' (expected: one or two segments of'",
        "destination-prefix, 'a.*', 'tidings.relay.destination-prefix: ''a.*'''",
        "queue-bytes, 0B, tidings.relay.queue-bytes: '0B' (expected: > 0)",
        "max-batch, 1GB, tidings.relay.max-batch",
        "receipt-timeout, 0s, tidings.relay.receipt-timeout: 'PT0S' (expected: PT0.001S to PT1H)",
        "heart-beat, -1s, tidings.relay.heart-beat: 'PT-1S'",
        "connect-timeout, 2h, tidings.relay.connect-timeout: 'PT2H'",
        "reconnect.min, 0ms, tidings.relay.reconnect.min: 'PT0S'",
        "reconnect.max, 1ms, tidings.relay.reconnect.max: 'PT0.001S'",
        "max-unconfirmed.batches, 0, tidings.relay.max-unconfirmed.batches: '0' (expected: > 0)",
        "max-unconfirmed.bytes, 0B, tidings.relay.max-unconfirmed.bytes",
        "node-messages.max-size, 1KB, tidings.relay.node-messages.max-size: '1024B' (expected: 65536B to 1048576B)",
        "node-messages.max-unsent, 1KB, tidings.relay.node-messages.max-unsent: '1024B' (expected: >= max-size)",
        "node-messages.queue-bytes, 1KB, tidings.relay.node-messages.queue-bytes: '1024B' (expected: >= max-size)",
    })
    void refusesWhatCannotBe(String key, String value, String message) {
        Properties properties = Properties.of().with(key, value);
        assertThatThrownBy(properties::bind).rootCause().hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource({"login", "passcode", "virtual-host"})
    void refusesALineEndInWhatGoesIntoTheConnectFrame(String key) {
        Properties properties = Properties.of().with(key, "secret\nhost:other");
        assertThatThrownBy(properties::bind)
                .rootCause()
                .hasMessage("tidings.relay." + key + ": '<hidden>' (expected: no CR, LF or NUL)");
    }
}
