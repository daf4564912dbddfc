package io.tidings.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTests {

    private static final LogId SCORES_3 = new LogId("scores", 3, "9f2c01ab");

    private static final LogId SCORES_4 = new LogId("scores", 4, "9f2c01ab");

    @Test
    void readsPositionsSeparatedByCommas() {
        Cursor cursor = Cursor.parse("scores-4.9f2c01ab@-1, scores-3.9f2c01ab@1841");

        assertThat(cursor.offset(SCORES_3)).hasValue(1841);
        assertThat(cursor.offset(SCORES_4)).hasValue(-1);
        assertThat(cursor.offset(new LogId("scores", 3, "00000000"))).isEmpty();
        assertThat(cursor).hasToString("scores-3.9f2c01ab@1841,scores-4.9f2c01ab@-1");
    }

    @Test
    void comesBackFromItsText() {
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            Map<LogId, Long> offsets = new HashMap<>();
            for (int log = random.nextInt(20); log > 0; log--) {
                LogId id = new LogId("n-" + random.nextInt(5), random.nextInt(20), LogId.epoch(random.nextInt()));
                offsets.put(id, (random.nextLong() >>> 5) - 1);
            }
            offsets.values().removeIf(offset -> offset > 999_999_999_999_999_999L);

            Cursor cursor = Cursor.of(offsets);

            assertThat(Cursor.parse(cursor.toString())).isEqualTo(cursor);
        }
    }

    @Test
    void ofNothingComesBackFromItsText() {
        assertThat(Cursor.of(Map.of())).hasToString("");
        assertThat(Cursor.parse("")).isEqualTo(Cursor.of(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",",
                "scores",
                "scores-3.9f2c01ab",
                "scores-3.9f2c01ab@",
                "scores-3.9f2c01ab@-2",
                "scores-3.9f2c01ab@1,",
                ",scores-3.9f2c01ab@1",
                "scores-3.9f2c01ab@1;scores-4.9f2c01ab@1",
                "chat~node@1",
                "scores-3.9f2c01ab@1,scores-3.9f2c01ab@2"
            })
    void refusesWhatIsNoCursor(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cursor.parse(text))
                .withMessageContaining("(expected: ");
    }

    @Test
    void boundsTheNumberOfLogs() {
        assertThat(Cursor.parse(positions(Cursor.MAX_LOGS)).offsets()).hasSize(Cursor.MAX_LOGS);
        assertThatIllegalArgumentException().isThrownBy(() -> Cursor.parse(positions(Cursor.MAX_LOGS + 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Cursor.parse(",".repeat(1_000_000)));
    }

    @Test
    void refusesOffsetsBelowMinusOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> Cursor.of(Map.of(SCORES_3, -2L)));
    }

    @Test
    void keepsItsOwnCopyOfTheOffsets() {
        Map<LogId, Long> offsets = new HashMap<>(Map.of(SCORES_3, 1L));
        Cursor cursor = Cursor.of(offsets);

        offsets.put(SCORES_4, 2L);

        assertThat(cursor.offsets()).containsOnlyKeys(SCORES_3);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> cursor.offsets().clear());
    }

    private static String positions(int count) {
        return IntStream.range(0, count).mapToObj(i -> "n-" + i + ".00000000@1").collect(Collectors.joining(","));
    }
}
