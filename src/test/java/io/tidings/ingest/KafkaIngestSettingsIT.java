package io.tidings.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;

/** What safety rests on stays as it is, whatever {@code spring.kafka.consumer} says. */
class KafkaIngestSettingsIT extends AbstractKafkaIngestIT {

    private static final String[] HARMFUL = {
        "spring.kafka.consumer.isolation-level=read_uncommitted",
        "spring.kafka.consumer.properties[isolation.level]=read_uncommitted",
        "spring.kafka.consumer.enable-auto-commit=true",
        "spring.kafka.consumer.auto-commit-interval=50ms",
        "spring.kafka.consumer.auto-offset-reset=earliest",
        "spring.kafka.consumer.group-id=another",
        "spring.kafka.consumer.key-deserializer=org.apache.kafka.common.serialization.StringDeserializer",
        "spring.kafka.listener.ack-mode=batch"
    };

    @Test
    void whatATransactionAbortedOrHasNotCommittedIsNotHandedOn() {
        IngestNode node = startOn(1, HARMFUL);
        try (KafkaProducer<byte[], byte[]> producer = broker.producer(Map.of("transactional.id", group()))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(record("a", "aborted"));
            producer.flush();
            producer.abortTransaction();
            send("a", "plain");
            producer.beginTransaction();
            producer.send(record("a", "open"));
            producer.flush();
            await().untilAsserted(() -> assertThat(node.bodies()).containsExactly("plain"));
            await().during(Duration.ofMillis(500)).until(() -> node.bodies().size() == 1);
            producer.commitTransaction();
        }

        await().untilAsserted(() -> assertThat(node.bodies()).containsExactly("plain", "open"));
        assertSeamless(node.relay().published());
    }

    @Test
    void nothingIsCommittedBeforeItsReceiptAndAGroupWithoutOffsetsStartsAtTheHead() {
        broker.createTopic(namespace().kafkaTopic(), 1, Map.of());
        send("a", "long ago");
        IngestNode node = start(HARMFUL);
        awaitPlaced(1);
        node.relay().hold();

        send("a", "now");

        await().untilAsserted(() -> assertThat(node.bodies()).containsExactly("now"));
        await().during(Duration.ofMillis(500)).until(() -> committed().containsValue(1L));
        node.relay().release();
        await().until(() -> committed().containsValue(2L));
    }
}
