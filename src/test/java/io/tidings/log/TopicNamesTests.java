package io.tidings.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidings.topic.Topic;
import org.junit.jupiter.api.Test;

class TopicNamesTests {

    private final TopicNames names = new TopicNames();

    @Test
    void theSameBytesGiveTheSameTopic() {
        Topic made = names.add("scores", bytes("nba"), "nba");

        assertThat(made).isEqualTo(new Topic("scores.nba"));
        assertThat(names.get("scores", bytes("nba"))).isSameAs(made);
        assertThat(names.get("scores", bytes("nbb"))).isNull();
    }

    @Test
    void theSameBytesInAnotherNamespaceAreAnotherTopic() {
        // "Aa" and "BB" have the same hash, so that only the comparison tells them apart.
        names.add("Aa", bytes("nba"), "nba");

        assertThat(names.get("BB", bytes("nba"))).isNull();
        assertThat(names.add("BB", bytes("nba"), "nba")).isEqualTo(new Topic("BB.nba"));
        assertThat(names.get("BB", bytes("nba"))).isEqualTo(new Topic("BB.nba"));
    }

    @Test
    void bytesThatAreChangedLaterNameNothingElse() {
        byte[] key = bytes("nba");
        names.add("scores", key, "nba");
        key[2] = 'b';

        assertThat(names.get("scores", key)).isNull();
    }

    @Test
    void manyMoreNamesThanItHoldsAreStillRight() {
        for (int i = 0; i < 50_000; i++) {
            String key = "game-" + i;
            Topic known = names.get("scores", bytes(key));
            assertThat(known == null ? names.add("scores", bytes(key), key) : known)
                    .hasToString("scores." + key);
        }
    }

    @Test
    void whatIsNoTopicIsNotKept() {
        String tooLong = "x".repeat(Topic.MAX_LENGTH);

        assertThatThrownBy(() -> names.add("scores", bytes(tooLong), tooLong))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(names.get("scores", bytes(tooLong))).isNull();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
