package io.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterPropertiesTests {

    @Test
    void missesANodeAfterThreeIntervals() {
        ClusterProperties properties = FakeNodes.properties(Map.of());
        assertThat(properties.missingAfter())
                .isEqualTo(properties.gossipInterval().multipliedBy(3));
        assertThat(properties.forgetAfter()).isEqualTo(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @CsvSource({
        "max-send-rate, 512KB, 'tidings.cluster.max-send-rate: ''524288B'' (expected: >= 1048576B, for a message of '",
        "inbox,         1MB,   'tidings.cluster.inbox: ''1048576B'' (expected: >= 1048776B, for a message of '",
    })
    void refusesWhatTheLongestMessageCanNeverPass(String key, String value, String message) {
        ClusterProperties properties = FakeNodes.properties(Map.of("tidings.cluster." + key, value));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> properties.checkCarries(1024 * 1024))
                .withMessage(message + "tidings.relay.node-messages.max-size)");
    }

    @Test
    void aNodeDoesNotStartThatCouldNeverReadTheLongestMessage() {
        FakeNodes nodes = new FakeNodes(Map.of("tidings.cluster.inbox", "64KB"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> nodes.start("web-1"))
                .withMessageContaining("tidings.cluster.inbox: '65536B' (expected: >= 65736B");
    }

    @ParameterizedTest
    @CsvSource({
        "gossip-interval,        10ms, 'gossip-interval: ''PT0.01S'' (expected: PT0.1S to PT1H)'",
        "missing-after,          1s,   'missing-after: ''PT1S'' (expected: PT5S to PT1H)'",
        "forget-after,           1s,   'forget-after: ''PT1S'' (expected: PT15S to PT1H)'",
        "max-nodes,              0,    'max-nodes: ''0'' (expected: > 0)'",
        "max-send-rate,          1KB,  'max-send-rate: ''1024B'' (expected: >= 65536B)'",
        "inbox,                  1KB,  'inbox: ''1024B'''",
        "questions.max-asked,    0,    'questions.max-asked: ''0'''",
        "questions.max-answered, 0,    'questions.max-answered: ''0'''",
        "questions.max-answers,  1KB,  'questions.max-answers: ''1024B'''",
    })
    void refusesValuesThatCannotBe(String key, String value, String message) {
        assertThatThrownBy(() -> FakeNodes.properties(Map.of("tidings.cluster." + key, value)))
                .rootCause()
                .hasMessageContaining(message);
    }
}
