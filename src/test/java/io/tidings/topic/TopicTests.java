package io.tidings.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTests {

    @Test
    void theTopicOfCanariesIsNoUsersAndNoPatternMatchesIt() {
        Topic canary = Topic.canary("scores");

        assertThat(canary.name()).isEqualTo("scores.@%25canary");
        assertThat(canary.isCanary()).isTrue();
        assertThat(new TopicPattern(canary.name()).isCanary()).isTrue();
        for (String user : List.of("canary", "%canary", "%25canary", "@%25canary", "")) {
            assertThat(Topic.ofUser("scores", user).isCanary()).isFalse();
        }
        for (String pattern : List.of("scores.#", "scores.*", "scores.*.#", "scores")) {
            assertThat(new TopicPattern(pattern).matches(canary)).isFalse();
        }
        assertThat(new Topic("scores.x.@%25canary").isCanary()).isFalse();
        assertThat(new Topic("scores.%25canary").isCanary()).isFalse();
    }

    /** Characters that are easy to get wrong, and plain ones. */
    private static final String[] ALPHABET = {
        "a",
        "Z",
        "7",
        ".",
        ".",
        "%",
        "@",
        "*",
        "#",
        "/",
        " ",
        "~",
        "-",
        "_",
        "\n",
        "\0",
        "\u007f",
        "é",
        "€",
        "\uD83C\uDFC0"
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scores",
                "scores.nba.lal-bos",
                "a.b",
                "A-1_b.~@:=+!$",
                "scores.%20",
                "scores.a%2Fb",
                "scores.%2E",
                "scores.%2Ea",
                "scores.a%2E",
                "scores.a.%2E.b",
                "scores.%2E%2E",
                "scores.%E2%82%AC",
                "scores.@bob",
                "_scores.a"
            })
    void acceptsLegalNames(String name) {
        assertThat(new Topic(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                ".a",
                "a.",
                "a..b",
                "-a.b",
                "sc~res.b",
                "@bob",
                "scores.*",
                "scores.#",
                "scores.a b",
                "scores.a/b",
                "scores.é",
                "scores.a\nb",
                "scores.a\0b",
                "scores.%",
                "scores.%2",
                "scores.%2.F",
                "scores.%2f",
                "scores.%zz",
                "scores.%41",
                "scores.%40bob",
                "sc%20res"
            })
    void refusesIllegalNames(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Topic(name))
                .withMessageMatching("(topic|namespace): '.*' .*\\(expected: .*\\)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"scores.a%2Eb", "scores.a%2E.b", "scores.%2E%2Eb", "scores.a.b%2E%2E"})
    void refusesAnEncodedDotThatItsKeyWouldNotComeBackFrom(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Topic(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"scores.%FF", "scores.%C3", "scores.%C3.%A9", "scores.%C0%AF", "scores.%ED%A0%80"})
    void refusesEscapesThatAreNotUtf8(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Topic(name))
                .withMessage("topic: '" + name + "' (expected: escapes that are UTF-8)");
    }

    @Test
    void boundsTheLength() {
        assertThat(new Topic("a." + "b".repeat(253)).name()).hasSize(Topic.MAX_LENGTH);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Topic("a." + "b".repeat(254)))
                .withMessageEndingWith("of 256 characters (expected: 1 to 255)");
        assertThatIllegalArgumentException().isThrownBy(() -> new Topic("n".repeat(65) + ".a"));
    }

    @ParameterizedTest
    @CsvSource({"scores,scores,''", "scores.nba,scores,nba", "scores.nba.lal-bos,scores,nba.lal-bos"})
    void splitsNamespaceAndKey(String name, String namespace, String key) {
        Topic topic = new Topic(name);

        assertThat(topic.namespace()).isEqualTo(namespace);
        assertThat(topic.key()).isEqualTo(key);
        assertThat(topic.destination()).isEqualTo("/topic/" + name);
        assertThat(Topic.ofDestination(topic.destination())).isEqualTo(topic);
    }

    @ParameterizedTest
    @CsvSource({
        "'',scores",
        "nba.lal-bos,scores.nba.lal-bos",
        "a/b,scores.a%2Fb",
        "a b%,scores.a%20b%25",
        "€,scores.%E2%82%AC",
        ".,scores.%2E",
        "..,scores.%2E%2E",
        "...,scores.%2E.%2E",
        ".a,scores.%2Ea",
        "a.,scores.a%2E",
        "a..b,scores.a.%2Eb",
        "a.b..,scores.a.b.%2E",
    })
    void encodesKeysReversibly(String rawKey, String name) {
        Topic topic = Topic.of("scores", rawKey);

        assertThat(topic.name()).isEqualTo(name);
        assertThat(topic.rawKey()).isEqualTo(rawKey);
        assertThat(topic.rawKeyBytes()).isEqualTo(rawKey.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void comesBackFromTheRawKeyOfAnyKey() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            String rawKey = random(random, 12);

            Topic topic = Topic.of("scores", rawKey);

            assertThat(topic.rawKey()).isEqualTo(rawKey);
            assertThat(new Topic(topic.name())).isEqualTo(topic);
        }
    }

    @Test
    void everyLegalNameComesBackFromItsRawKey() {
        Random random = new Random(2);
        String[] parts = {"a", "B", ".", ".", "%2E", "%2E", "%25", "%20", "@", "%C3%A9", "%C3"};
        int legal = 0;
        for (int i = 0; i < 50_000; i++) {
            String name = "scores."
                    + random.ints(1 + random.nextInt(6), 0, parts.length)
                            .mapToObj(part -> parts[part])
                            .collect(Collectors.joining());
            if (isLegal(name)) {
                legal++;
                assertThat(Topic.of("scores", new Topic(name).rawKey()).name()).isEqualTo(name);
            }
        }
        assertThat(legal).isGreaterThan(5_000);
    }

    @Test
    void givesEveryUserATopicOfTheirOwnThatComesBackFromItsRawKey() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            String user = random(random, 8);
            String other = random(random, 8);

            Topic topic = Topic.ofUser("chat.inbox", user);

            assertThat(topic.key()).startsWith("inbox.@");
            assertThat(topic.name().indexOf('.', "chat.inbox.".length())).isNegative();
            assertThat(Topic.of("chat", topic.rawKey())).isEqualTo(topic);
            assertThat(Topic.ofUser("chat.inbox", other).equals(topic)).isEqualTo(other.equals(user));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bob,chat.@bob,@bob",
        "bob@example.com,chat.@bob@example%252Ecom,@bob@example%2Ecom",
        "100%,chat.@100%2525,@100%25",
        "Zoë B,chat.@Zo%C3%AB%20B,@Zoë B",
    })
    void writesAUserIntoOneSegmentOfNameAndRawKey(String user, String name, String rawKey) {
        Topic topic = Topic.ofUser("chat", user);

        assertThat(topic.name()).isEqualTo(name);
        assertThat(topic.rawKey()).isEqualTo(rawKey);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scores.a", "/queue/scores.a", "topic/scores.a", "/topic", "/TOPIC/scores.a"})
    void refusesDestinationsOfNoTopic(String destination) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Topic.ofDestination(destination))
                .withMessage("destination: '" + destination + "' (expected: starts with '/topic/')");
    }

    @Test
    void keepsHostileTextOutOfItsMessages() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Topic("scores.\r\n\0€" + "x".repeat(1000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200).matches("[ -~]+"));
    }

    private static boolean isLegal(String name) {
        try {
            return new Topic(name).name().equals(name);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String random(Random random, int maxLength) {
        return random.ints(random.nextInt(maxLength), 0, ALPHABET.length)
                .mapToObj(i -> ALPHABET[i])
                .collect(Collectors.joining());
    }
}
