package io.tidings.replica;

import static io.tidings.replica.Samples.SCORES;
import static io.tidings.replica.Samples.update;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidings.topic.Update;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checker that the model test trusts can fail. */
class SequenceCheckerTests {

    private final Update a = update(SCORES, 0);

    private final Update b = update(SCORES, 2);

    private final Update c = update(SCORES, 5);

    private final List<Update> logged = List.of(a, b, c);

    @Test
    void acceptsTheLogAndItsEndFromAnyOffset() {
        assertThatCode(() -> SequenceChecker.check(logged, 0, logged)).doesNotThrowAnyException();
        assertThatCode(() -> SequenceChecker.check(logged, 1, List.of(b, c))).doesNotThrowAnyException();
        assertThatCode(() -> SequenceChecker.check(logged, 6, List.of())).doesNotThrowAnyException();
    }

    @Test
    void refusesWhatIsDoubledMissingReorderedOrForeign() {
        for (List<Update> wrong : List.of(
                List.of(a, b, b, c),
                List.of(a, b, c, c),
                List.of(a, c),
                List.of(a, b),
                List.of(b, c),
                List.of(b, a, c),
                List.of(a, update(SCORES, 2), c),
                List.<Update>of())) {
            assertThatThrownBy(() -> SequenceChecker.check(logged, 0, wrong)).isInstanceOf(AssertionError.class);
        }
    }
}
