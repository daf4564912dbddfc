package io.tidings.canary;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CanaryPropertiesTests {

    /** Or a healthy session would be given up and opened anew for ever. */
    @Test
    void waitLongerThanItTakesUntilACanaryComes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> properties("20s", "10s", "30s"))
                .withMessage("tidings.canary.timeout: PT30S (expected: PT30.1S to PT1H)");
        assertThatCode(() -> properties("20s", "10s", "31s")).doesNotThrowAnyException();
    }

    private static CanaryProperties properties(String interval, String jitter, String timeout) {
        return new CanaryProperties(
                true,
                time(interval),
                time(jitter),
                List.of(),
                time(timeout),
                new CanaryProperties.Reconnect(Duration.ofMillis(1), Duration.ofSeconds(1)));
    }

    private static Duration time(String text) {
        return Duration.parse("PT" + text);
    }
}
