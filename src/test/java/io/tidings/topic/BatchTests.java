package io.tidings.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchTests {

    private static final LogId LOG = new LogId("scores", 0, "9f2c01ab");

    @Test
    void takesUpdatesInOrderWithHolesBetween() {
        Batch batch = new Batch(LOG, 10, 20, List.of(update(LOG, 10, 3), update(LOG, 15, 4), update(LOG, 19, 0)));

        assertThat(batch.bodyBytes()).isEqualTo(7);
    }

    @Test
    void takesARangeWithoutUpdatesAndAnEmptyRange() {
        assertThat(new Batch(LOG, 10, 20, List.of()).bodyBytes()).isZero();
        assertThat(new Batch(LOG, 10, 10, List.of()).updates()).isEmpty();
    }

    @Test
    void countsATombstoneAsNoBytes() {
        Update tombstone = new Update(new Topic("scores.a"), new Position(LOG, 0), 1, null, Map.of(), null);

        assertThat(tombstone.isDeletion()).isTrue();
        assertThat(new Batch(LOG, 0, 1, List.of(tombstone)).bodyBytes()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"-1,0", "5,4"})
    void refusesARangeThatIsNone(long from, long to) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Batch(LOG, from, to, List.of()))
                .withMessage("range: [" + from + ", " + to + ") (expected: 0 <= from <= to)");
    }

    @ParameterizedTest
    @CsvSource({"9,12", "10,20", "12,11", "12,12"})
    void refusesUpdatesOutOfTheRangeOrOrder(long first, long second) {
        List<Update> updates = List.of(update(LOG, first, 1), update(LOG, second, 1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Batch(LOG, 10, 20, updates))
                .withMessageEndingWith("(expected: in order, within [10, 20) of scores-0.9f2c01ab)");
    }

    @Test
    void refusesUpdatesOfAnotherSource() {
        List<Update> updates = List.of(update(new LogId("scores", 0, "00000000"), 10, 1));

        assertThatIllegalArgumentException().isThrownBy(() -> new Batch(LOG, 10, 20, updates));
    }

    @Test
    void keepsItsOwnCopyOfTheUpdates() {
        List<Update> updates = new ArrayList<>(List.of(update(LOG, 10, 1)));
        Batch batch = new Batch(LOG, 10, 20, updates);

        updates.clear();

        assertThat(batch.updates()).hasSize(1);
    }

    private static Update update(Source source, long offset, int bytes) {
        return new Publication(new Topic("scores.a"), null, Map.of(), new byte[bytes])
                .at(new Position(source, offset), 1);
    }
}
