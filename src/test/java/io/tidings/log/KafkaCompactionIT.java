package io.tidings.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.testing.KafkaBroker;
import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Policy;
import io.tidings.topic.Published;
import io.tidings.topic.Update;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is said of a log from which Kafka's cleaner really takes records. */
class KafkaCompactionIT extends AbstractLogTests {

    private static final KafkaBroker broker = KafkaBroker.shared();

    private static KafkaLogContext context;

    @BeforeAll
    static void start() {
        context = KafkaLogContext.start(
                broker,
                "tidings.log.topics.partitions=1",
                "tidings.log.topics.compaction-margin=500ms",
                "tidings.log.topics.compaction-reserve=500ms");
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

    @Test
    void compactionLeavesHolesAndNoneOfThemWhereTheLogIsSaidToBeWhole() throws Exception {
        Namespace namespace = compacted(Duration.ofSeconds(3));
        LogId log = logOf(namespace);
        AtomicLong sent = new AtomicLong();
        AtomicLong proofs = new AtomicLong();

        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> {
                    send(namespace, "a", "v" + sent.getAndIncrement());
                    List<Batch> batches = readAll(namespace, log);
                    long proven = get(log().provenFrom(log, Instant.EPOCH));
                    List<Long> holes = holes(batches);
                    assertThat(holes).allMatch(hole -> hole < proven);
                    if (!holes.isEmpty() && proven < sent.get()) {
                        proofs.incrementAndGet();
                    }
                    assertThat(proofs).hasValueGreaterThan(20);
                    assertThat(bodies(batches)).contains("v" + (sent.get() - 1)).doesNotContain("v0");
                });
    }

    @Test
    void nothingIsProvenWhereCompactionWaitsForNothing() throws Exception {
        Namespace namespace = compacted(Duration.ZERO);
        LogId log = logOf(namespace);
        for (int i = 0; i < 3; i++) {
            send(namespace, "a", "v" + i);
        }

        assertThat(get(log().provenFrom(log, Instant.EPOCH))).isEqualTo(3);
        assertThat(get(log().heads(List.of(namespace))))
                .extracting(LogHead::keepsAllFor)
                .containsExactly(Duration.ZERO);
    }

    @Test
    void allIsProvenWhereCompactionWaitsForEver() throws Exception {
        Namespace namespace = namespace(Policy.DEFAULT);
        String never = Long.toString(Long.MAX_VALUE);
        broker.createTopic(
                namespace.kafkaTopic(),
                1,
                Map.of(
                        "cleanup.policy", "compact",
                        "min.compaction.lag.ms", never,
                        "max.compaction.lag.ms", never));
        LogId log = logOf(namespace);
        send(namespace, "a", "v0");

        assertThat(get(log().provenFrom(log, Instant.EPOCH))).isZero();
        assertThat(get(log().heads(List.of(namespace))))
                .extracting(LogHead::keepsAllFor)
                .allMatch(kept -> kept.toNanos() > 0);
    }

    @Test
    void theWholeWindowIsProvenInATopicThatWasMadeForIt() throws Exception {
        Namespace namespace = namespace(Policy.DEFAULT);
        Published first = get(log().append(text(namespace, "a", "1")));
        get(log().append(text(namespace, "a", "2")));
        LogId log = logOf(first);
        Duration window = Policy.DEFAULT.history().window();

        assertThat(get(log().heads(List.of(namespace))))
                .extracting(LogHead::keepsAllFor)
                .containsExactly(window);
        assertThat(get(log().offsetAt(log, Instant.now().plusSeconds(60)))).isZero();
        assertThat(get(log().provenFrom(log, Instant.now().minus(window)))).isZero();
        assertThat(get(log().provenFrom(log, Instant.now().plusSeconds(60)))).isEqualTo(2);
    }

    @Test
    void aWindowIsProvenFromItsStartWhereNothingIsCompacted() throws Exception {
        Namespace namespace = namespace(new Policy(true, false, Policy.DEFAULT.history(), 10, 1024));
        Published first = get(log().append(text(namespace, "a", "1")));
        LogId log = logOf(first);
        Instant after = Instant.ofEpochMilli(first.timestamp() + 1);

        assertThat(get(log().heads(List.of(namespace))))
                .extracting(LogHead::keepsAllFor)
                .containsOnlyNulls();
        assertThat(get(log().provenFrom(log, after))).isEqualTo(get(log().offsetAt(log, after)));
        assertThat(get(log().provenFrom(log, Instant.EPOCH))).isZero();
    }

    /** A namespace whose Kafka topic is compacted as soon as its settings let it. */
    private Namespace compacted(Duration lag) {
        Namespace namespace = namespace(Policy.DEFAULT);
        broker.createTopic(
                namespace.kafkaTopic(),
                1,
                Map.of(
                        "cleanup.policy", "compact",
                        "segment.ms", "100",
                        "min.cleanable.dirty.ratio", "0.001",
                        "min.compaction.lag.ms", Long.toString(lag.toMillis()),
                        "max.compaction.lag.ms", Long.toString(lag.toMillis() + 100)));
        return namespace;
    }

    /** A topic that has just been made may be without a head for a moment. */
    private LogId logOf(Namespace namespace) {
        return await().until(() -> get(log().heads(List.of(namespace))), heads -> !heads.isEmpty())
                .get(0)
                .log();
    }

    private static void send(Namespace namespace, String key, String body) {
        broker.send(new ProducerRecord<>(namespace.kafkaTopic(), key.getBytes(UTF_8), body.getBytes(UTF_8)));
    }

    private List<Batch> readAll(Namespace namespace, LogId log) throws Exception {
        List<Batch> batches = new ArrayList<>();
        assertThat(get(log().read(log, 0, headOf(namespace, log), batches::add)))
                .isZero();
        return batches;
    }

    private static List<Long> holes(List<Batch> batches) {
        List<Long> known = updates(batches).stream()
                .map(update -> update.position().offset())
                .toList();
        return IntStream.range(0, (int) batches.get(batches.size() - 1).to())
                .mapToObj(offset -> (long) offset)
                .filter(offset -> !known.contains(offset))
                .toList();
    }

    private static List<String> bodies(List<Batch> batches) {
        return updates(batches).stream()
                .map(update -> new String(update.body(), UTF_8))
                .toList();
    }

    private static List<Update> updates(List<Batch> batches) {
        return batches.stream().flatMap(batch -> batch.updates().stream()).toList();
    }
}
