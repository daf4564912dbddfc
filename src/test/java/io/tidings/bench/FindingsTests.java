package io.tidings.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindingsTests {

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0, 1, 1", "1, 1, 0", "1, 2, 1", "2, 3, 1", "0, 4, 2", "2, 5, 1", "2, 6, 2"})
    void knowsATopicsShareOfWhatWasPublishedInTurnToThree(int topic, long published, long share) {
        assertThat(Findings.sent(topic, 3, published)).isEqualTo(share);
    }

    @Test
    void tellsWhatIsNewFromWhatWasFoundBefore() {
        Findings earlier = new Findings(1, 2, 3);
        Findings later = earlier.plus(new Findings(4, 5, 6));
        assertThat(later).isEqualTo(new Findings(5, 7, 9));
        assertThat(later.since(earlier)).isEqualTo(new Findings(4, 5, 6));
    }
}
