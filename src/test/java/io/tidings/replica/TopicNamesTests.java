package io.tidings.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicNamesTests {

    private final List<Topic> topics = Stream.concat(
                    Stream.of("s", "s.a", "s.a-b", "s.a.b", "s.a.b.c", "s.ab", "s.b.@ann", "s.b.a", "s.@ann"),
                    IntStream.range(0, 200).mapToObj(i -> "s.n." + i % 7 + "." + i))
            .map(Topic::new)
            .toList();

    @ParameterizedTest
    @ValueSource(
            strings = {"s", "s.a", "s.#", "s.*", "s.a.#", "s.a.*", "s.*.b", "s.n.*.13", "s.n.3.#", "s.x.#", "s.b.@ann"})
    void pagesThroughWhatAPatternCoversInOrder(String text) {
        TopicPattern pattern = new TopicPattern(text);
        List<Topic> shuffled = new ArrayList<>(topics);
        Collections.shuffle(shuffled, new Random(text.hashCode()));
        TopicNames names = new TopicNames(shuffled);

        List<Topic> seen = new ArrayList<>();
        List<Topic> page = names.page(pattern, null, 3);
        while (!page.isEmpty()) {
            seen.addAll(page);
            page = names.page(pattern, seen.get(seen.size() - 1).name(), 3);
        }

        assertThat(seen)
                .isEqualTo(topics.stream().filter(pattern::matches).sorted().toList());
    }

    @Test
    void beginsBehindANameThatIsNotThereAnyMore() {
        TopicNames names = new TopicNames(List.of(new Topic("s.c"), new Topic("s.a")));

        assertThat(names.page(null, "s.b", 10)).containsExactly(new Topic("s.c"));
        assertThat(names.page(null, "s.c", 10)).isEmpty();
        assertThat(names.page(null, null, 10)).containsExactly(new Topic("s.a"), new Topic("s.c"));
    }

    @Test
    void storeCopiesNamesOnlyWhenATopicHasComeOrGone() {
        RunningReplica running = new RunningReplica(Samples.namespaces(Samples.durable("scores")));
        running.replica().start();
        try {
            running.publish("scores.a", null, new byte[1]);
            running.replica().last(new Topic("scores.a")).join();
            TopicNames names = running.replica().names("scores").join();
            running.publish("scores.a", null, new byte[2]);
            assertThat(running.replica().names("scores").join()).isSameAs(names);
            running.publish("scores.b", null, new byte[1]);
            assertThat(running.replica().names("scores").join().page(null, null, 10))
                    .hasSize(2);
        } finally {
            running.replica().stop();
        }
    }
}
