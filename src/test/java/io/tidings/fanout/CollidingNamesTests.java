package io.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.Flow;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Names whose hash codes are all the same, as strangers can choose them: a map of them must not become a list. */
class CollidingNamesTests {

    private static final int COUNT = 1 << 14;

    /** As a list it takes minutes, and less than a second on a machine that is taken. */
    private static final Duration BOUND = Duration.ofSeconds(10);

    @Test
    void areFoundAsFastInTheIndex() {
        List<TopicPattern> patterns = colliding(name -> new TopicPattern("chat." + name));
        TopicIndex<TopicPattern> index = new TopicIndex<>();
        long start = System.nanoTime();
        patterns.forEach(pattern -> index.put(pattern, pattern));
        for (TopicPattern pattern : patterns) {
            assertThat(index.find(new Topic(pattern.text()))).containsExactly(pattern);
        }
        patterns.forEach(index::remove);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
    }

    @Test
    void areFoundAsFastAmongTheGroupsOfATopic() {
        FrameForm form = new FrameForm(null, StompVersion.V1_2, false);
        List<Group.Key> keys = colliding(name -> new Group.Key(name, form, Deflation.NONE, Flow.EVERY_UPDATE));
        Map<Group.Key, Group.Key> groups = new HashMap<>();
        long start = System.nanoTime();
        keys.forEach(key -> groups.put(key, key));
        keys.forEach(key -> assertThat(groups.get(key)).isSameAs(key));
        keys.forEach(groups::remove);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
    }

    private static <T> List<T> colliding(Function<String, T> make) {
        return IntStream.range(0, COUNT)
                .mapToObj(number -> {
                    StringBuilder name = new StringBuilder();
                    IntStream.range(0, 14).forEach(bit -> name.append((number >> bit & 1) == 0 ? "Aa" : "BB"));
                    return make.apply(name.toString());
                })
                .toList();
    }
}
