package io.tidings.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.Position;
import io.tidings.topic.Topic;
import io.tidings.topic.TraceParent;
import io.tidings.topic.Update;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AncestryTests {

    private static final LogId LOG = new LogId("scores", 0, "9f2c01ab");

    @Test
    void aBatchOfUpdatesThatNameNoTraceBeginsOne() {
        assertThat(Ancestry.of(batch(null, null))).isEqualTo(new Ancestry(null, List.of()));
    }

    @Test
    void aBatchIsAChildOfTheOneUpdateThatIsRecorded() {
        assertThat(Ancestry.of(batch(null, parent(1, false), parent(2, true), parent(3, false))))
                .isEqualTo(new Ancestry(parent(2, true), List.of()));
    }

    @Test
    void aBatchOfWhichNothingIsRecordedIsNotRecordedEither() {
        assertThat(Ancestry.of(batch(null, parent(1, false))).parent()).isEqualTo(parent(1, false));
    }

    @Test
    void aBatchIsLinkedToTheOtherUpdatesThatAreRecorded() {
        assertThat(Ancestry.of(batch(parent(1, true), parent(2, true), parent(3, true))))
                .isEqualTo(new Ancestry(parent(1, true), List.of(parent(2, true), parent(3, true))));
    }

    @Test
    void linksAreBounded() {
        TraceParent[] many = Stream.iterate(1, i -> i + 1)
                .limit(1000)
                .map(i -> parent(i, true))
                .toArray(TraceParent[]::new);

        assertThat(Ancestry.of(batch(many)).links()).hasSize(Ancestry.MAX_LINKS).startsWith(parent(2, true));
    }

    private static TraceParent parent(int number, boolean sampled) {
        return new TraceParent(String.format("%032x", number), String.format("%016x", number), sampled);
    }

    private static Batch batch(@Nullable TraceParent... parents) {
        List<Update> updates = new ArrayList<>();
        for (TraceParent parent : Arrays.asList(parents)) {
            updates.add(new Update(
                    new Topic("scores.a"),
                    new Position(LOG, updates.size()),
                    0,
                    null,
                    parent == null ? Map.of() : Map.of(TraceParent.NAME, parent.toString()),
                    new byte[0]));
        }
        return new Batch(LOG, 0, updates.size(), updates);
    }
}
