package io.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternTreeTests {

    private static final String[] SEGMENTS = {"a", "b", "@a", "*"};

    private final PatternTree<TopicPattern> tree = new PatternTree<>();

    private final Set<TopicPattern> known = new LinkedHashSet<>();

    /** Against the pattern's own word. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void findsExactlyThePatternsThatMatch(long seed) {
        Random random = new Random(seed);
        int found = 0;
        for (int i = 0; i < 2_000; i++) {
            change(random);
            Topic topic = new Topic("n" + segments(random, 3));
            List<TopicPattern> collected = new ArrayList<>();
            tree.collect(topic, collected);
            found += collected.size();
            assertThat(collected)
                    .as("for %s", topic)
                    .containsExactlyInAnyOrderElementsOf(known.stream()
                            .filter(pattern -> pattern.matches(topic))
                            .toList());
        }
        assertThat(found).isGreaterThan(1_000);
    }

    private void change(Random random) {
        TopicPattern pattern = new TopicPattern("n" + segments(random, 4) + (random.nextBoolean() ? ".#" : ".*"));
        if (random.nextInt(3) > 0) {
            tree.put(pattern, pattern);
            known.add(pattern);
        } else {
            tree.remove(pattern);
            known.remove(pattern);
        }
    }

    private static String segments(Random random, int kinds) {
        StringBuilder segments = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            segments.append('.').append(SEGMENTS[random.nextInt(kinds)]);
        }
        return segments.toString();
    }
}
