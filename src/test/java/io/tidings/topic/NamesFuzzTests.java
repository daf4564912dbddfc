package io.tidings.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.Fuzz;
import io.tidings.testing.Randomly;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Names of strangers: each reader takes a text whole, so that it comes back as it was, or refuses it in one clear line. */
class NamesFuzzTests {

    private static final List<String> PARTS = List.of(
            "scores",
            ".",
            ".",
            ".",
            "*",
            "#",
            "@",
            "~",
            "-",
            "0",
            "1",
            ".0000000a",
            "@1",
            ",",
            "%2E",
            "%41",
            "%C3%BC",
            "%C3",
            "%",
            "/topic/",
            "/",
            "\0",
            "\u00fc",
            "\ud83c",
            " ",
            ":",
            "scores-0.0000000a@1",
            "scores~n@1",
            "99999999999999999999",
            "-1");

    @Test
    void aTopicIsItselfAgain() {
        run("topics", text -> new Topic(text), Topic::name);
    }

    @Test
    void aPatternIsItselfAgain() {
        run("patterns", TopicPattern::new, TopicPattern::text);
    }

    @Test
    void aSourceIsItselfAgain() {
        run(
                "sources",
                text -> (Object) Source.parse(text),
                source -> Source.parse(source.toString()).toString());
    }

    @Test
    void aPositionComesBackAsTheSame() {
        run(
                "positions",
                Position::parse,
                position -> Position.parse(position.toString()).toString());
    }

    @Test
    void aCursorComesBackAsTheSame() {
        Fuzz.of("cursors", 3_000).run(NamesFuzzTests::text, text -> {
            try {
                Cursor cursor = Cursor.parse(new String(text.get(0), UTF_8));
                assertThat(Cursor.parse(cursor.toString())).isEqualTo(cursor);
            } catch (IllegalArgumentException e) {
                assertClear(e);
            }
        });
    }

    @Test
    void anyKeyIsATopicAndItselfAgain() {
        Fuzz.of("keys", 3_000).run(NamesFuzzTests::text, text -> {
            String key = new String(text.get(0), UTF_8);
            try {
                assertThat(Topic.of("scores", key).rawKey()).isEqualTo(key);
                assertThat(Topic.ofUser("queue", key).name()).contains(".@");
            } catch (IllegalArgumentException e) {
                assertClear(e);
            }
        });
    }

    @Test
    void whatAPatternMatchesItCovers() {
        Fuzz.of("matches", 3_000).run(NamesFuzzTests::two, two -> {
            try {
                TopicPattern pattern = new TopicPattern(new String(two.get(0), UTF_8));
                Topic topic = new Topic(new String(two.get(two.size() - 1), UTF_8));
                boolean matches = pattern.matches(topic);
                assertThat(matches && pattern.isExact())
                        .isEqualTo(pattern.text().equals(topic.name()));
                assertThat(matches && !pattern.namespace().equals(topic.namespace()))
                        .isFalse();
            } catch (IllegalArgumentException e) {
                assertClear(e);
            }
        });
    }

    private static <T> void run(String name, Function<String, T> read, Function<T, String> write) {
        Fuzz.of(name, 3_000).run(NamesFuzzTests::text, pieces -> {
            String text = new String(pieces.get(0), UTF_8);
            try {
                T it = read.apply(text);
                String again = write.apply(it);
                assertThat(read.apply(again)).isEqualTo(it);
                assertThat(again).hasSizeLessThanOrEqualTo(text.length());
            } catch (IllegalArgumentException e) {
                assertClear(e);
            }
        });
    }

    private static void assertClear(IllegalArgumentException e) {
        assertThat(e.getMessage()).contains("expected").hasSizeLessThan(500).matches("[ -~]*");
    }

    private static List<byte[]> two(Random seeded) {
        Randomly random = new Randomly(seeded);
        return List.of(("s" + text(random)).getBytes(UTF_8), ("s" + text(random)).getBytes(UTF_8));
    }

    private static List<byte[]> text(Random seeded) {
        return List.of(text(new Randomly(seeded)).getBytes(UTF_8));
    }

    private static String text(Randomly random) {
        StringBuilder text = new StringBuilder(random.oneIn(3) ? "scores." : "");
        for (int i = random.below(12); i > 0; i--) {
            text.append(random.oneIn(20) ? random.text(300) : random.one(PARTS));
        }
        return random.oneIn(30) ? text.toString().repeat(500) : text.toString();
    }
}
