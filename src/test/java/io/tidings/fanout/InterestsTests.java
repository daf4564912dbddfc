package io.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import org.junit.jupiter.api.Test;

class InterestsTests {

    private static final Topic TOPIC = new Topic("scores.nba.lal-bos");

    private final Interests interests = new Interests();

    @Test
    void knowsTheLanesOfTopicsAndPatterns() {
        interests.add(new TopicPattern(TOPIC.name()), 0);
        interests.add(new TopicPattern("scores.#"), 5);
        interests.add(new TopicPattern("scores.*"), 7);

        assertThat(interests.lanes(TOPIC)).isEqualTo(0b100001L);
        assertThat(interests.lanes(new Topic("scores.nhl"))).isEqualTo(0b10100000L);
        assertThat(interests.lanes(new Topic("news.a"))).isZero();
    }

    @Test
    void noticesInterestThatComesAfterATopicWasLookedUp() {
        assertThat(interests.lanes(TOPIC)).isZero();

        interests.add(new TopicPattern("scores.#"), 1);
        assertThat(interests.lanes(TOPIC)).isEqualTo(0b10L);

        interests.add(new TopicPattern(TOPIC.name()), 0);
        assertThat(interests.lanes(TOPIC)).isEqualTo(0b11L);
    }

    @Test
    void keepsALaneUntilItsLastSubscriptionHasGone() {
        TopicPattern pattern = new TopicPattern("scores.#");
        interests.add(pattern, 63);
        interests.add(pattern, 63);

        interests.remove(pattern, 63);
        assertThat(interests.lanes(TOPIC)).isEqualTo(1L << 63);

        interests.remove(pattern, 63);
        assertThat(interests.lanes(TOPIC)).isZero();
    }
}
