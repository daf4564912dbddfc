package io.tidings.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerAddressTests {

    @ParameterizedTest
    @CsvSource({"broker:61613, broker, 61613", "10.0.0.1:1, 10.0.0.1, 1", "[::1]:65535, ::1, 65535"})
    void readsHostAndPortAndWritesThemAgain(String text, String host, int port) {
        BrokerAddress address = BrokerAddress.parse(text);
        assertThat(address).isEqualTo(new BrokerAddress(host, port)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "broker", ":61613", "broker:", "broker:+1", "broker:x", "[]:1", "::1:61613", " :1"})
    void refusesWhatIsNoAddress(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerAddress.parse(text))
                .withMessage("address: '" + text + "' (expected: HOST:PORT)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker:0", "broker:65536"})
    void refusesAPortThatCannotBe(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerAddress.parse(text))
                .withMessageEndingWith("(expected: 1 to 65535)");
    }
}
