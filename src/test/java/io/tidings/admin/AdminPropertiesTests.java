package io.tidings.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.DurationStyle;

class AdminPropertiesTests {

    @ParameterizedTest
    @ValueSource(strings = {"1ms", "2s", "1m"})
    void takesAGatherTimeoutThatTheClusterTakes(String value) {
        Duration expected = DurationStyle.detectAndParse(value);
        assertThat(withGatherTimeout(value).gatherTimeout()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0s, PT0S", "-1s, PT-1S", "999us, PT0.000999S", "60001ms, PT1M0.001S", "2m, PT2M"})
    void refusesAGatherTimeoutThatTheClusterDoesNotTake(String value, String shown) {
        assertThatThrownBy(() -> withGatherTimeout(value))
                .rootCause()
                .hasMessage("gather-timeout: " + shown + " (expected: PT0.001S to PT1M)");
    }

    private static AdminProperties withGatherTimeout(String value) {
        return new Binder(new MapConfigurationPropertySource(Map.of("tidings.admin.gather-timeout", value)))
                .bindOrCreate("tidings.admin", AdminProperties.class);
    }
}
