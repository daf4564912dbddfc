package io.tidings.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.AccessRule;
import io.tidings.topic.Flow;
import io.tidings.topic.Namespace;
import io.tidings.topic.Policy;
import io.tidings.topic.TopicFrom;
import io.tidings.topic.TopicRule;
import io.tidings.topic.TopicTemplate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class NamespaceViewTests {

    @Test
    void saysWhatIsConfiguredInTheWordsOfTheConfiguration() {
        Policy policy =
                new Policy(true, true, new Policy.History(100, Duration.ofMinutes(5)), 500, 1024, new Flow(false, 10));
        Namespace namespace = new Namespace(
                "scores",
                "nba-scores",
                TopicFrom.parse("header:game"),
                policy,
                new Namespace.Access(
                        AccessRule.ANYONE,
                        AccessRule.parse("scope:editor"),
                        AccessRule.NOBODY,
                        List.of(new TopicRule(
                                TopicTemplate.parse("scores.{claim:team}.#"), AccessRule.ANYONE, null, null))));

        assertThat(json(NamespaceView.of(namespace, true, 7)))
                .isEqualTo("{\"name\":\"scores\",\"configured\":true,"
                        + "\"source\":{\"kafka-topic\":\"nba-scores\",\"topic-from\":\"header:game\"},"
                        + "\"policy\":{\"durable\":true,\"retain\":true,"
                        + "\"history\":{\"size\":100,\"window\":\"PT5M\"},\"max-topics\":500,\"max-body\":\"1024B\","
                        + "\"conflate\":true,\"max-rate\":10},"
                        + "\"access\":{\"subscribe\":\"anyone\",\"publish\":\"scope:editor\","
                        + "\"read-history\":\"nobody\","
                        + "\"rules\":[{\"topics\":\"scores.{claim:team}.#\",\"subscribe\":\"anyone\"}]},\"topics\":7}");
    }

    @Test
    void leavesOutWhatThereIsNot() {
        Policy policy = new Policy(false, false, new Policy.History(0, Duration.ZERO), 1, 1);
        Namespace cursors = Namespace.of("cursors", policy, Namespace.Access.DEFAULT);

        assertThat(json(NamespaceView.of(cursors, false, null))).doesNotContain("source", "\"topics\"", "null");
    }

    private static String json(NamespaceView view) {
        return JsonMapper.builder().build().writeValueAsString(view);
    }
}
