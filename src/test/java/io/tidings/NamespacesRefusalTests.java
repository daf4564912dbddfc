package io.tidings;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.NamespacesConfigurationTests.NamespacesOnly;
import io.tidings.testing.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What an operator reads where the namespaces are configured in a way that makes no sense. */
@ExtendWith(OutputCaptureExtension.class)
class NamespacesRefusalTests {

    private static final String KAFKA = "spring.kafka.bootstrap-servers=localhost:9092";

    @Test
    void asksToNameTheNamespacesWhereKafkaIsConfigured(CapturedOutput output) {
        refuse(KAFKA);
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Kafka is configured, but no namespace is.")
                .contains("Name each namespace that Kafka feeds")
                .contains("scores: {}");
    }

    @Test
    void refusesADurableDefaultWhereKafkaIsConfigured(CapturedOutput output) {
        refuse(KAFKA, "tidings.namespaces.scores.retain=true", "tidings.namespaces.default.retain=true");
        assertThat(output)
                .contains("the default namespace is durable")
                .contains("set tidings.namespaces.default.durable to false");
    }

    @Test
    void refusesTwoNamespacesFedByOneKafkaTopic(CapturedOutput output) {
        refuse("tidings.namespaces.games.retain=true", "tidings.namespaces.scores.kafka-topic=games");
        assertThat(output)
                .contains("'games'")
                .contains("'scores'")
                .contains("both fed by the Kafka topic 'games'")
                .contains("kafka-topic");
    }

    @Test
    void namesTheUnknownKeyAndThoseThatAreKnown(CapturedOutput output) {
        refuse("tidings.namespaces.scores.conflation=true");
        assertThat(output)
                .contains("tidings.namespaces.scores.conflation: unknown key")
                .contains("history.window");
    }

    @ParameterizedTest
    @CsvSource({
        "scores.subscribe,   everyone,     'anyone, authenticated, nobody, scope:NAME or authorizer'",
        "scores.publish,     scope:,       'anyone, authenticated, nobody, scope:NAME or authorizer'",
        "scores.topic-from,  value,        'key, header:NAME or constant:NAME'",
        "scores.max-body,    big,          'big'",
        "scores.history.size, many,        'many'",
        "scores.max-rate,    fast,         'fast'",
        "scores.conflate,    maybe,        'maybe'",
        "scores,             retained,     'NamespaceProperties'",
    })
    void namesTheKeyOfAValueThatCannotBeRead(String key, String value, String expected, CapturedOutput output) {
        refuse("tidings.namespaces." + key + "=" + value);
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("tidings.namespaces." + key)
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "scores.max-topics,     0,    'tidings.namespaces.scores: max-topics: 0 (expected: >= 1)'",
        "scores.max-body,       0B,   'tidings.namespaces.scores: max-body: 0 (expected: >= 1)'",
        "scores.max-body,       4GB,  'tidings.namespaces.scores: max-body: 4294967296B (expected: <= 2147483647B)'",
        "scores.max-rate,       -1,   'tidings.namespaces.scores: max-rate: -1 (expected: 0 to 1000000)'",
        "scores.history.window, -1s,  'tidings.namespaces.scores: history.window'",
        "scores.kafka-topic,    a/b,  'tidings.namespaces.scores: kafka-topic: ''a/b'''",
        "default.max-topics,    0,    'tidings.namespaces.default: max-topics: 0'",
        "default.kafka-topic,   x,    'tidings.namespaces.default.kafka-topic: ''x'' (expected: not set'",
        "'[a.b].retain',        true, 'tidings.namespaces.a.b: namespace: ''a.b'''",
    })
    void namesTheNamespaceOfAValueOutOfItsRange(String key, String value, String expected, CapturedOutput output) {
        refuse("tidings.namespaces." + key + "=" + value);
        assertThat(output).contains("APPLICATION FAILED TO START").contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "chat.{tenant}.#|anyone|'{tenant}' (expected: {user}, @{user} or {claim:NAME}, each as a whole segment)",
                "chat.x.#.y|anyone|(expected: '#' as its last segment only)",
                "news.#|anyone|rules[0].topics: 'news.#' (expected: topics of this namespace, 'chat.'",
                "chat.{user}|nobody|rules[0].topics: 'chat.{user}' with nobody (expected: no placeholder",
                "chat.#|everyone|(expected: anyone, authenticated, nobody, scope:NAME or authorizer)",
                "chat.#|authorizer|Set tidings.access.authorizer.url",
            })
    void refusesRulesThatSayNothingSound(String topics, String subscribe, String expected, CapturedOutput output) {
        refuse(
                "tidings.namespaces.chat.rules[0].topics=" + topics,
                "tidings.namespaces.chat.rules[0].subscribe=" + subscribe);
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("tidings.namespaces.chat")
                .contains(expected);
    }

    @Test
    void refusesARuleWithoutTopicsOrWithNothingToSay(CapturedOutput output) {
        refuse("tidings.namespaces.chat.rules[0].subscribe=anyone");
        assertThat(output).contains("tidings.namespaces.chat: rules[0].topics: not set");
        refuse("tidings.namespaces.chat.rules[0].topics=chat.#");
        assertThat(output).contains("rules[0].topics: 'chat.#' (expected: with subscribe, publish or read-history)");
    }

    @Test
    void refusesARuleThatNeverDecides(CapturedOutput output) {
        refuse(
                "tidings.namespaces.chat.rules[0].topics=*.*.#",
                "tidings.namespaces.chat.rules[0].subscribe=authenticated",
                "tidings.namespaces.chat.rules[1].topics=chat.{user}",
                "tidings.namespaces.chat.rules[1].publish=authenticated",
                "tidings.namespaces.chat.rules[1].subscribe=anyone");
        assertThat(output)
                .contains(
                        "tidings.namespaces.chat: rules[1].subscribe: 'anyone' (expected: before rules[0], which decides"
                                + " for all of 'chat.{user}')");
    }

    @Test
    void refusesRulesForOneNamespaceInTheDefault(CapturedOutput output) {
        refuse(
                "tidings.namespaces.default.rules[0].topics=default.x",
                "tidings.namespaces.default.rules[0].subscribe=anyone");
        assertThat(output).contains("tidings.namespaces.default.rules: for topics of one namespace (expected: '*'");
    }

    @ParameterizedTest
    @CsvSource({"retain,true", "history.size,5", "kafka-topic,x", "topic-from,key"})
    void refusesAnEphemeralNamespaceThatIsToKeepOrReadAnything(String key, String value, CapturedOutput output) {
        refuse("tidings.namespaces.cursors.durable=false", "tidings.namespaces.cursors." + key + "=" + value);
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("tidings.namespaces.cursors: durable: false");
    }

    private static void refuse(String... properties) {
        Refusal.start(NamespacesOnly.class, properties);
    }
}
