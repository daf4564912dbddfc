package io.tidings.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTemplateTests {

    private static final RuleValues ANN = new RuleValues(
            "ann", name -> name.equals("https://acme.org/tenant") ? List.of("acme", "globex") : List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chat",
                "chat.#",
                "chat.*.x",
                "chat.{user}",
                "chat.@{user}.#",
                "chat.{claim:tenant}.#",
                "chat.{claim:https://acme.org/tenant}.*",
                "chat.{claim:a b}.@ann.%20",
                "*.#",
                "*.{user}",
                "*"
            })
    void readsTemplates(String text) {
        assertThat(TopicTemplate.parse(text)).hasToString(text).isEqualTo(TopicTemplate.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "#",
                "{user}.#",
                "{claim:x}",
                "@{user}",
                "chat.",
                "chat..#",
                "chat.#.x",
                "chat.a*",
                "chat.a b",
                "chat.{}",
                "chat.{user",
                "chat.user}",
                "chat.{User}",
                "chat.{claim:}",
                "chat.{claim: }",
                "chat.{claim}",
                "chat.{claim:{user}}",
                "chat.{claim:a}b",
                "chat.x{claim:a}",
                "chat.@{claim:a}",
                "chat.{claim:a}{claim:b}",
                "chat.{user}x",
                "chat.@@{user}",
                "chat.{scope:a}",
                "chat.a%2Eb",
                "chat.%FF"
            })
    void refusesWhatIsNoTemplate(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicTemplate.parse(text))
                .withMessageStartingWith("topics: '" + text + "'")
                .withMessageContaining("(expected: ");
    }

    @ParameterizedTest
    @CsvSource({
        "chat.{user}.#, chat.ann",
        "chat.{user}.#, chat.ann.*",
        "chat.@{user}, chat.@ann",
        "chat.*, chat.@ann",
        "chat.#, chat.x.@bob.y",
        "chat.{claim:https://acme.org/tenant}.#, chat.globex.#",
    })
    void coversWhatThePlaceholdersStandFor(String template, String pattern) {
        assertThat(TopicTemplate.parse(template).covers(List.of(pattern.split("\\.")), ANN))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "chat.{user}, chat.bob, false",
        "chat.{user}, chat.*, true",
        "chat.@{user}, chat.*, false",
        "chat.@{user}, chat.#, false",
        "chat.{claim:missing}.#, chat.#, false",
        "chat.{claim:https://acme.org/tenant}.#, chat.*.x, true",
        "chat.{claim:https://acme.org/tenant}.#, chat.initech.x, false",
    })
    void overlapsWhatItDoesNotCover(String template, String pattern, boolean overlaps) {
        List<String> segments = List.of(pattern.split("\\."));
        assertThat(TopicTemplate.parse(template).overlaps(segments, ANN)).isEqualTo(overlaps);
        assertThat(TopicTemplate.parse(template).covers(segments, ANN)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@bob", "*", "#", "a.b", "a b", "x%2A", "{user}", "@", "\ud800", "\udc00x"})
    void takesAValueForDataWhateverIsInIt(String value) {
        RuleValues values = new RuleValues(value, name -> List.of(value));
        for (String pattern : List.of("chat.*", "chat.#", "chat.a.b", "chat.a", "chat.@bob", "chat.?", "chat.x%2A.b")) {
            List<String> segments = List.of(pattern.split("\\."));
            for (String template : List.of("chat.{user}", "chat.{claim:any}", "chat.@{user}")) {
                assertThat(TopicTemplate.parse(template).covers(segments, values))
                        .as("%s of %s for '%s'", pattern, template, value)
                        .isEqualTo(value.equals("@bob") && pattern.equals("chat.@@bob"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"acme.org,acme%252Eorg", "a%2Eb,a%25252Eb", "Ä,%C3%84", "*,%2A", "#,%23", "a b,a%20b", "a@b,a@b"})
    void encodesValuesAsUsersNamesAre(String value, String segment) {
        RuleValues values = new RuleValues(null, name -> List.of(value));
        assertThat(TopicTemplate.parse("chat.{claim:x}").covers(List.of("chat", segment), values))
                .isTrue();
        assertThat(new Topic("chat." + segment)).isEqualTo(new Topic("chat." + TopicSyntax.encodeSegment(value)));
    }

    @Test
    void boundsTheValuesOfAClaimAndTheirLength() {
        List<String> many = IntStream.range(0, 1000).mapToObj(Integer::toString).toList();
        RuleValues values = new RuleValues("x".repeat(300), name -> many);
        RuleSegment claim = new RuleSegment(RuleSegment.Kind.CLAIM, "x");

        assertThat(values.of(claim)).isEqualTo(many.subList(0, RuleValues.MAX_VALUES));
        assertThat(values.of(new RuleSegment(RuleSegment.Kind.USER, ""))).isEmpty();
        assertThat(new RuleValues(null, name -> List.of()).of(new RuleSegment(RuleSegment.Kind.USER, "")))
                .isEmpty();
    }

    @Test
    void standsInItsNamespaceOnly() {
        assertThat(TopicTemplate.parse("*.{user}").in("chat")).hasToString("chat.{user}");
        assertThat(TopicTemplate.parse("chat.#").in("chat")).hasToString("chat.#");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicTemplate.parse("chats.#").in("chat"))
                .withMessageStartingWith("topics: 'chats.#' (expected: ");
    }
}
