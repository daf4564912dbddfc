package io.tidings.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.topic.Position;
import io.tidings.topic.Update;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where the nodes of the group begin, and how they share the work. */
class KafkaIngestGroupIT extends AbstractKafkaIngestIT {

    @Test
    void aRestartGoesOnWhereTheGroupHasCommitted() {
        IngestNode node = startOn(1);
        send("a", "0");
        await().untilAsserted(() -> assertThat(committed()).containsValue(1L));
        stop(node);
        send("a", "1");

        IngestNode restarted = start();

        await().untilAsserted(() -> assertThat(restarted.bodies()).containsExactly("1"));
        assertThat(restarted.relay().published().get(0).from()).isEqualTo(1);
    }

    @Test
    void stoppingCommitsWhatWasReceipted() {
        IngestNode node = startOn(1, "tidings.ingest.batches.commit-interval=1h");
        send("a", "0");
        await().until(() -> node.updates().size() == 1);

        stop(node);

        assertThat(committed()).containsValue(1L);
    }

    @Test
    void aGroupWithoutOffsetsStartsAtTheHead() {
        broker.createTopic(namespace().kafkaTopic(), 2, Map.of());
        send("a", "long ago");

        IngestNode node = start();
        awaitPlaced(2);
        send("a", "now");

        await().untilAsserted(() -> assertThat(node.bodies()).containsExactly("now"));
    }

    @Test
    void twoNodesShareThePartitionsAndTheOneThatStaysTakesOver() {
        IngestNode first = startOn(4);
        IngestNode second = start();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> first.gauge("tidings.ingest.partitions") == 2
                        && second.gauge("tidings.ingest.partitions") == 2);
        sendAll(IntStream.range(0, 200).mapToObj(i -> record("k" + i % 20, Integer.toString(i))));
        await().until(() -> first.updates().size() + second.updates().size() == 200);
        assertThat(first.updates()).isNotEmpty();
        assertThat(second.updates()).isNotEmpty();

        stop(second);
        sendAll(IntStream.range(200, 400).mapToObj(i -> record("k" + i % 20, Integer.toString(i))));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> first.updates().size() + second.updates().size() == 400);
        List<Position> positions = Stream.of(first, second)
                .flatMap(node -> node.updates().stream())
                .map(Update::position)
                .toList();
        assertThat(positions).hasSize(400).doesNotHaveDuplicates();
    }
}
