package io.tidings.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidings.topic.Namespace.Access;
import io.tidings.topic.Policy.History;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceTests {

    @Test
    void isFedByTheKafkaTopicOfItsNameByTheRecordsKey() {
        Namespace namespace = Namespace.of("scores", Policy.DEFAULT, Access.DEFAULT);

        assertThat(namespace.kafkaTopic()).isEqualTo("scores");
        assertThat(namespace.topicFrom()).isEqualTo(TopicFrom.KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a b", "a/b", "ä", "a\n"})
    void refusesNamesThatKafkaRefuses(String kafkaTopic) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Namespace("scores", kafkaTopic, TopicFrom.KEY, Policy.DEFAULT, Access.DEFAULT))
                .withMessageStartingWith("kafka-topic: '");
    }

    @Test
    void boundsTheLengthOfTheKafkaTopic() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Namespace("scores", "k".repeat(250), TopicFrom.KEY, Policy.DEFAULT, Access.DEFAULT));
    }

    @Test
    void refusesAConstantThatMakesNoTopic() {
        TopicFrom constant = TopicFrom.parse("constant:" + "x".repeat(300));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Namespace("scores", "scores", constant, Policy.DEFAULT, Access.DEFAULT));
    }

    @ParameterizedTest
    @CsvSource({"key,KEY,''", "header:topic,HEADER,topic", "constant:all,CONSTANT,all", "constant:key:x,CONSTANT,key:x"
    })
    void readsWhatNamesTheTopic(String text, TopicFrom.Part part, String name) {
        assertThat(TopicFrom.parse(text)).isEqualTo(new TopicFrom(part, name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Key", "key:x", "header", "header:", "constant:", "value"})
    void refusesWhatNamesNoTopic(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicFrom.parse(text))
                .withMessage("topic-from: '" + text + "' (expected: key, header:NAME or constant:NAME)");
    }

    @ParameterizedTest
    @CsvSource({
        "anyone,ANYONE,''",
        "authenticated,AUTHENTICATED,''",
        "nobody,NOBODY,''",
        "scope:a:b,SCOPE,a:b",
        "authorizer,AUTHORIZER,''"
    })
    void readsAccessRules(String text, AccessRule.Who who, String scope) {
        assertThat(AccessRule.parse(text)).isEqualTo(new AccessRule(who, scope)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "everyone", "Anyone", "scope", "scope:"})
    void refusesUnknownAccessRules(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccessRule.parse(text))
                .withMessage(
                        "rule: '" + text + "' (expected: anyone, authenticated, nobody, scope:NAME or authorizer)");
    }

    @Test
    void refusesPoliciesOutOfTheirRange() {
        History none = new History(0, Duration.ZERO);

        assertThatIllegalArgumentException().isThrownBy(() -> new Policy(true, true, none, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Policy(true, true, none, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new History(-1, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new History(0, Duration.ofMillis(-1)));
    }

    @Test
    void refusesToKeepWhatIsEphemeral() {
        History none = new History(0, Duration.ZERO);

        assertThat(new Policy(false, false, none, 1, 1).durable()).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new Policy(false, true, none, 1, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Policy(false, false, new History(1, Duration.ZERO), 1, 1));
    }
}
