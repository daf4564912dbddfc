package io.tidings.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowTests {

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0, 5, 5", "5, 0, 5", "5, 2, 2", "2, 5, 2"})
    void takesTheLowerRateAndNoneForTheHighest(int namespace, int asked, int expected) {
        assertThat(new Flow(false, namespace).atMost(asked).maxRate()).isEqualTo(expected);
    }

    @Test
    void conflatesWhereThereIsARate() {
        assertThat(new Flow(false, 1).conflates()).isTrue();
        assertThat(Flow.EVERY_UPDATE.atMost(1).conflates()).isTrue();
        assertThat(Flow.EVERY_UPDATE.atMost(0)).isEqualTo(Flow.EVERY_UPDATE);
        assertThat(new Flow(true, 0).atMost(0).conflates()).isTrue();
    }

    @Test
    void givesTheTimeBetweenTwoUpdates() {
        assertThat(new Flow(true, 4).intervalNanos()).isEqualTo(250_000_000);
        assertThat(new Flow(true, 0).intervalNanos()).isZero();
    }

    @Test
    void refusesRatesOutOfTheirRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Flow(false, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Flow(false, Flow.HIGHEST_RATE + 1));
    }
}
