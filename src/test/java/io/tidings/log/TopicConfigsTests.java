package io.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.Namespace;
import io.tidings.topic.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class TopicConfigsTests {

    private static final Policy.History HOUR = new Policy.History(10, Duration.ofHours(1));

    private static final Duration RESERVE = Duration.ofMinutes(3);

    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final TopicConfigs configs = new TopicConfigs(
            new LogProperties.Topics(true, 4, -1, Duration.ofDays(1), RESERVE, MARGIN, Duration.ofSeconds(1)));

    @Test
    void keepsLastValuesWhereTheNamespaceRetains() {
        NewTopic topic = configs.topic(namespace(true));

        assertThat(topic.numPartitions()).isEqualTo(4);
        assertThat(topic.configs())
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("min.compaction.lag.ms", "3780000")
                .containsEntry("delete.retention.ms", "86400000")
                .containsEntry("max.message.bytes", Integer.toString(1_000 + 64 * 1024));
    }

    @Test
    void asksForNothingMoreOfTheTopicsThatItMakes() {
        for (boolean retain : List.of(true, false)) {
            Namespace namespace = namespace(retain);
            assertThat(TopicConfigs.shortcomings(config(configs.topic(namespace).configs()), namespace))
                    .isEmpty();
        }
    }

    @Test
    void aTopicThatDeletesFallsShortOfRetaining() {
        Config config = config(Map.of("cleanup.policy", "delete", "retention.ms", "1000", "max.message.bytes", "500"));

        assertThat(TopicConfigs.shortcomings(config, namespace(true)))
                .containsExactly(
                        "cleanup.policy=compact (is delete)",
                        "retention.ms=3600000 (is 1000)",
                        "max.message.bytes=2024 (is 500)");
    }

    @Test
    void aTopicThatCompactsEarlyFallsShortOfTheWindow() {
        Config config = config(Map.of("cleanup.policy", "compact,delete", "min.compaction.lag.ms", "0"));

        assertThat(TopicConfigs.shortcomings(config, namespace(true)))
                .containsExactly("min.compaction.lag.ms=3600000 (is 0)");
    }

    @Test
    void keepsAllForAsLongAsCompactionWaitsLessTheMargin() {
        assertThat(configs.keepsAllFor(namespace(true))).isEqualTo(HOUR.window().plusMinutes(2));
        assertThat(configs.keepsAllFor(config(configs.topic(namespace(true)).configs())))
                .isEqualTo(HOUR.window().plusMinutes(2));
        assertThat(configs.keepsAllFor(compacted("90000"))).isEqualTo(Duration.ofSeconds(30));
        assertThat(configs.keepsAllFor(compacted("59000"))).isEqualTo(Duration.ZERO);
        assertThat(configs.keepsAllFor(compacted("0"))).isEqualTo(Duration.ZERO);
        assertThat(configs.keepsAllFor(config(Map.of("cleanup.policy", "compact"))))
                .isEqualTo(Duration.ZERO);
    }

    @Test
    void keepsAllForEverWhereNothingIsCompacted() {
        assertThat(configs.keepsAllFor(namespace(false))).isNull();
        assertThat(configs.keepsAllFor(config(Map.of("cleanup.policy", "delete", "min.compaction.lag.ms", "0"))))
                .isNull();
    }

    @Test
    void whatIsNeverCompactedIsKeptForATimeThatCanBeCountedWith() {
        Duration longest = Duration.ofDays(36_500);

        assertThat(configs.keepsAllFor(compacted(Long.toString(Long.MAX_VALUE))))
                .isEqualTo(longest)
                .isLessThan(Duration.ofNanos(Long.MAX_VALUE));
        assertThat(configs.keepsAllFor(compacted(Long.toString(longest.toMillis()))))
                .isEqualTo(longest.minus(MARGIN));
    }

    @Test
    void endlessRetentionIsLongEnough() {
        Config config = config(Map.of("cleanup.policy", "delete", "retention.ms", "-1"));

        assertThat(TopicConfigs.shortcomings(config, namespace(false))).isEmpty();
    }

    private static Config compacted(String lagMillis) {
        return config(Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", lagMillis));
    }

    private static Namespace namespace(boolean retain) {
        return Namespace.of("scores", new Policy(true, retain, HOUR, 10, 1_000), Namespace.Access.DEFAULT);
    }

    private static Config config(Map<String, String> settings) {
        return new Config(settings.entrySet().stream()
                .map(setting -> new ConfigEntry(setting.getKey(), setting.getValue()))
                .toList());
    }
}
