package io.tidings.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicPatternTests {

    @ParameterizedTest
    @CsvSource({
        "scores,scores",
        "scores.nba,scores.nba",
        "scores.*,scores.nba",
        "scores.*.final,scores.nba.final",
        "scores.*.*,scores.nba.lal-bos",
        "scores.#,scores",
        "scores.#,scores.nba",
        "scores.#,scores.nba.lal-bos.final",
        "scores.nba.#,scores.nba",
        "scores.*.#,scores.nba",
        "scores.*.#,scores.nba.lal-bos.final",
        "chat.@bob,chat.@bob",
        "chat.@bob.*,chat.@bob.inbox",
        "chat.#,chat.a@b",
    })
    void covers(String pattern, String topic) {
        assertThat(new TopicPattern(pattern).matches(new Topic(topic))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "scores,scores.nba",
        "scores.nba,scores",
        "scores.nba,scores.nb",
        "scores.nb,scores.nba",
        "scores.*,scores",
        "scores.*,scores.nba.lal-bos",
        "scores.*.final,scores.nba.live",
        "scores.*.final,scores.nba",
        "scores.*.#,scores",
        "scores.nba.#,scores.nbax",
        "scores.#,scoresx.nba",
        "scores.#,Scores.nba",
    })
    void doesNotCover(String pattern, String topic) {
        assertThat(new TopicPattern(pattern).matches(new Topic(topic))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "chat.*,chat.@bob",
        "chat.#,chat.@bob",
        "chat.#,chat.room.@bob",
        "chat.#,chat.room.@bob.inbox",
        "chat.room.*,chat.room.@bob",
        "chat.room.#,chat.room.@bob",
        "chat.@bob.#,chat.@bob.@eve",
    })
    void noWildcardCoversAUsersOwnTopic(String pattern, String topic) {
        assertThat(new TopicPattern(pattern).matches(new Topic(topic))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"scores", "scores.nba", "scores.*", "scores.#", "scores.*.final", "scores.*.*.#", "a.%20.*"})
    void acceptsLegalPatterns(String text) {
        assertThat(TopicPattern.ofDestination("/topic/" + text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "#",
                "*.nba",
                "#.nba",
                "scores.",
                "scores..#",
                "scores.#.final",
                "scores.#.#",
                "scores.**",
                "scores.n*",
                "scores.##",
                "scores.a#",
                "sc*res.a",
                "scores.a b",
                "scores.%2a",
                "scores.a%2Eb",
                "scores.a%2E.*",
                "scores.%FF.*"
            })
    void refusesIllegalPatterns(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TopicPattern(text))
                .withMessageMatching("(pattern|namespace): '.*' .*\\(expected: .*\\)");
    }

    @Test
    void knowsTheOneTopicOfAnExactPattern() {
        assertThat(new TopicPattern("scores.a.%2E").topic()).contains(new Topic("scores.a.%2E"));
        assertThat(new TopicPattern("scores.*").topic()).isEmpty();
        assertThat(new TopicPattern("scores.a.#").topic()).isEmpty();
        assertThat(new TopicPattern("scores.a.#").namespace()).isEqualTo("scores");
    }

    @Test
    void coversWhatThePlainReferenceCovers() {
        Random random = new Random(4);
        int matches = 0;
        for (int i = 0; i < 200_000; i++) {
            TopicPattern pattern = pattern(random);
            Topic topic = new Topic(segments(random, List.of("a", "b", "aa", "@a", "@b", "a@")));

            boolean expected = reference(segments(pattern.text()), segments(topic.name()));

            assertThat(pattern.matches(topic)).as("%s of %s", pattern, topic).isEqualTo(expected);
            matches += expected ? 1 : 0;
        }
        assertThat(matches).isBetween(10_000, 190_000);
    }

    private static TopicPattern pattern(Random random) {
        String text = segments(random, List.of("a", "b", "aa", "@a", "*", "*"));
        return new TopicPattern(random.nextInt(3) == 0 ? text + ".#" : text);
    }

    private static String segments(Random random, List<String> choices) {
        return random.ints(random.nextInt(5), 0, choices.size())
                .mapToObj(choices::get)
                .collect(Collectors.joining(".", random.nextInt(8) == 0 ? "m." : "n.", ""))
                .replaceAll("\\.$", "");
    }

    private static List<String> segments(String text) {
        return List.of(text.split("\\."));
    }

    private static boolean reference(List<String> pattern, List<String> topic) {
        if (pattern.isEmpty()) {
            return topic.isEmpty();
        }
        if (pattern.get(0).equals("#")) {
            return topic.stream().noneMatch(segment -> segment.startsWith("@"));
        }
        return !topic.isEmpty()
                && (pattern.get(0).equals("*")
                        ? !topic.get(0).startsWith("@")
                        : pattern.get(0).equals(topic.get(0)))
                && reference(pattern.subList(1, pattern.size()), topic.subList(1, topic.size()));
    }
}
