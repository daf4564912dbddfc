package io.tidings.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidings.testing.KafkaBroker;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Policy;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicFrom;
import io.tidings.topic.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class KafkaUpdateLogIT extends AbstractUpdateLogTests {

    private static final Policy ONE_DAY =
            new Policy(true, false, new Policy.History(10, Duration.ofDays(1)), 100, 1024);

    private static final KafkaBroker broker = KafkaBroker.shared();

    private static KafkaLogContext context;

    @BeforeAll
    static void start() {
        context = KafkaLogContext.start(broker, "tidings.log.topics.partitions=3");
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Override
    UpdateLog log() {
        return context.log();
    }

    @Override
    Namespace namespace(Policy policy) {
        return context.namespace(broker.name("log"), policy);
    }

    @Override
    Namespace namespaceOf(LogId log) {
        return context.namespaceOf(log.namespace());
    }

    @Test
    void makesACompactedTopicForANamespaceThatRetains() throws Exception {
        Namespace namespace = namespace(Policy.DEFAULT);

        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(get(log().heads(List.of(namespace)))).hasSize(3));

        assertThat(configOf(namespace.kafkaTopic()))
                .containsEntry("cleanup.policy", "compact")
                .containsEntry(
                        "min.compaction.lag.ms",
                        Long.toString(Policy.DEFAULT
                                .history()
                                .window()
                                .plusMinutes(10)
                                .toMillis()));
        assertThat(configOf(namespace.kafkaTopic() + "-dlt")).containsEntry("cleanup.policy", "delete");
    }

    @Test
    void makesATopicThatKeepsTheWindowForANamespaceThatDoesNotRetain() throws Exception {
        Namespace namespace =
                namespace(new Policy(true, false, new Policy.History(10, Duration.ofDays(30)), 100, 1024));

        get(log().heads(List.of(namespace)));

        assertThat(configOf(namespace.kafkaTopic()))
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", Long.toString(Duration.ofDays(30).toMillis()));
    }

    @Test
    void usesThePartitionThatKafkasOwnClientsWouldChoose() throws Exception {
        Namespace namespace = namespace(Policy.DEFAULT);
        Published ours = get(log().append(text(namespace, "nba.lal-bos", "ours")));

        int theirs = broker.send(record(namespace, "nba.lal-bos", "theirs")).partition();

        assertThat(logOf(ours).partition()).isEqualTo(theirs);
        assertThat(readAll(ours))
                .extracting(Update::topic)
                .containsOnly(ours.topic())
                .hasSize(2);
    }

    @Test
    void newPartitionsAreSeenWithinSeconds() throws Exception {
        Namespace namespace = namespace(Policy.DEFAULT);
        assertThat(get(log().heads(List.of(namespace)))).hasSize(3);

        broker.growTopic(namespace.kafkaTopic(), 5);

        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(get(log().heads(List.of(namespace))))
                        .extracting(head -> head.log().partition())
                        .containsExactlyInAnyOrder(0, 1, 2, 3, 4));
    }

    @Test
    void aTopicMadeAnewIsAnotherLog() throws Exception {
        Namespace namespace = namespace(Policy.DEFAULT);
        Published before = get(log().append(text(namespace, "a", "before")));

        broker.deleteTopic(namespace.kafkaTopic());
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions() // Until the deletion is noticed there may be no answer.
                .untilAsserted(
                        () -> assertThat(get(log().heads(List.of(namespace)))).isEmpty());
        broker.createTopic(namespace.kafkaTopic(), 3, Map.of());
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(get(log().heads(List.of(namespace))))
                        .hasSize(3)
                        .extracting(head -> head.log().epoch())
                        .doesNotContain(logOf(before).epoch()));
        Published after = get(log().append(text(namespace, "a", "after")));

        assertThat(logOf(after).epoch()).isNotEqualTo(logOf(before).epoch());
        assertThat(after.position().offset()).isZero();
        assertThatThrownBy(() -> get(log().read(logOf(before), 0, 1, batch -> {})))
                .hasCauseInstanceOf(LogUnavailableException.class);
        assertThat(readAll(after)).hasSize(1);
    }

    @Test
    void takesTheTopicFromAHeaderBothWays() throws Exception {
        Namespace namespace = context.namespace(headerNamespace());

        Published published = get(log().append(text(namespace, "route.7", "x")));

        assertThat(readAll(published)).singleElement().satisfies(update -> {
            assertThat(update.topic()).isEqualTo(published.topic());
            assertThat(update.headers()).isEmpty();
        });
    }

    @Test
    void refusesABodyThatTheKafkaTopicDoesNotTake() throws Exception {
        Namespace namespace = namespace(Policy.DEFAULT);
        broker.createTopic(namespace.kafkaTopic(), 1, Map.of("max.message.bytes", "1000"));
        Publication publication = new Publication(Topic.of(namespace.name(), "a"), null, Map.of(), new byte[2_000]);

        assertThatThrownBy(() -> get(log().append(publication)))
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2000 bytes");
    }

    @Test
    void aShortReadDoesNotWaitForLongOnes() throws Exception {
        Namespace busy = namespace(ONE_DAY);
        Namespace other = namespace(ONE_DAY);
        Published start = get(log().append(text(busy, "a", "0")));
        for (int i = 1; i < 2_000; i++) {
            log().append(text(busy, "a", Integer.toString(i)));
        }
        Published end = get(log().append(text(busy, "a", "end")));
        Published single = get(log().append(text(other, "a", "x")));
        CountDownLatch begun = new CountDownLatch(4);
        List<CompletableFuture<Long>> longOnes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            longOnes.add(log().read(logOf(start), 0, end.position().offset() + 1, batch -> {
                begun.countDown();
                busyFor(Duration.ofMillis(150));
            }));
        }
        awaitLatch(begun);

        get(log().read(
                        logOf(single),
                        single.position().offset(),
                        single.position().offset() + 1,
                        batch -> {}));

        assertThat(longOnes).noneMatch(CompletableFuture::isDone);
        for (CompletableFuture<Long> read : longOnes) {
            assertThat(get(read)).isZero();
        }
    }

    @Test
    void reportsWhatItReached() {
        assertThat(context.bean(LogHealthIndicator.class).health().getStatus()).isIn(Status.UP, Status.DOWN);
        await().untilAsserted(() -> assertThat(
                        context.bean(LogHealthIndicator.class).health().getDetails())
                .containsKey("cluster")
                .doesNotContainKey("cause"));
    }

    private Namespace headerNamespace() {
        String name = broker.name("log");
        return new Namespace(
                name, name + "-events", TopicFrom.parse("header:route"), Policy.DEFAULT, Namespace.Access.DEFAULT);
    }

    private static ProducerRecord<byte[], byte[]> record(Namespace namespace, String key, String body) {
        return new ProducerRecord<>(namespace.kafkaTopic(), key.getBytes(UTF_8), body.getBytes(UTF_8));
    }

    private static Map<String, String> configOf(String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return broker
                .admin()
                .describeConfigs(Set.of(resource))
                .all()
                .get(20, TimeUnit.SECONDS)
                .get(resource)
                .entries()
                .stream()
                .filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(entry -> entry.name(), entry -> entry.value()));
    }

    private static void busyFor(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
