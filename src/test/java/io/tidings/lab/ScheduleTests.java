package io.tidings.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.lab.Fault.Kind;
import io.tidings.lab.Fault.Row;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleTests {

    @ParameterizedTest
    @EnumSource
    void isTheSameForTheSameSeedAndAnotherForAnother(Row row) {
        assertThat(faults(7, row, 50)).isEqualTo(faults(7, row, 50)).isNotEqualTo(faults(8, row, 50));
    }

    @ParameterizedTest
    @EnumSource
    void bringsEveryKindOfItsRowBeforeOneComesAgain(Row row) {
        List<Kind> kinds =
                Arrays.stream(Kind.values()).filter(kind -> kind.row() == row).toList();

        assertThat(faults(3, row, kinds.size())).extracting(Fault::kind).containsExactlyInAnyOrderElementsOf(kinds);
    }

    @Test
    void keepsWithinTheLengthOfEachKind() {
        assertThat(faults(1, Row.NODE, 500))
                .allMatch(fault -> fault.length().toMillis() < fault.kind().longestMillis());
    }

    private static List<Fault> faults(long seed, Row row, int count) {
        return Stream.generate(new Schedule(seed, row)::next).limit(count).toList();
    }
}
