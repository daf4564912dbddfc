package io.tidings.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceCheckTests {

    private final SequenceCheck check = new SequenceCheck();

    @ParameterizedTest
    @CsvSource({
        "0 1 2 3,       4, 0, 0, 0",
        "0 1 2 3,       6, 2, 0, 0",
        "0 3,           4, 2, 0, 0",
        "2,             3, 2, 0, 0",
        "0 1 1 2,       3, 0, 1, 0",
        "0 2 1 3,       4, 0, 0, 1",
        "0 2 1 1 3,     4, 0, 1, 1",
        "2 1 0 0 1 2,   3, 0, 3, 2",
        "0 100 99 1,  101, 98, 1, 1", // Too late to be known as new.
        "'',            5, 5, 0, 0",
    })
    void tellsLostDoubledAndLate(String numbers, long sent, long lost, long doubled, long late) {
        for (String number : numbers.isEmpty() ? new String[0] : numbers.split(" ")) {
            check.accept(Long.parseLong(number));
        }
        assertThat(check.lost(sent)).isEqualTo(lost);
        assertThat(check.doubled()).isEqualTo(doubled);
        assertThat(check.late()).isEqualTo(late);
    }

    @Test
    void saysWhatComesForTheFirstTime() {
        assertThat(LongStream.of(0, 1, 1, 3, 2, 2, 3).filter(check::accept)).containsExactly(0L, 1L, 3L, 2L);
    }
}
