package io.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.springframework.context.SmartLifecycle;

/** What the relay loses, doubles or does not bring at all comes from the log, soon and in its place. */
class RelayRepairIT extends AbstractRepairIT {

    /** A lost tail waits for two head checks and a read; ten times that is still not to be noticed by a human. */
    private static final Duration SOON = Duration.ofSeconds(10);

    /** Without the broker the promise is weaker: nothing is told in the moment of its end. */
    private static final Duration WITHOUT_BROKER = Duration.ofSeconds(20);

    private static final int MAX_BACKLOG = 300;

    @Override
    List<String> namespaces() {
        return List.of("scores");
    }

    @Override
    List<String> settings() {
        return List.of("--tidings.ingest.max-backlog=" + MAX_BACKLOG);
    }

    @Test
    void aLostTailIsReadFromTheLog() {
        Follower follower = follow("/topic/scores.tail");
        node.publish("scores.tail", "1");
        follower.await(1);
        double reads = directReads();

        faults.lose(1);
        long published = System.nanoTime();
        node.publish("scores.tail", "2");
        follower.await(2);

        assertThat(Duration.ofNanos(System.nanoTime() - published)).isLessThan(SOON);
        assertThat(follower.bodies()).containsExactly("1", "2");
        assertThat(faults.hasLostAll()).isTrue();
        assertThat(directReads()).isGreaterThan(reads);
    }

    @Test
    void gapsAreReadBeforeWhatCameAfterThem() {
        Follower follower = follow("/topic/scores.gaps.*");
        double healed = node.count("tidings.replica.gaps.healed");
        try (SteadyProducer producer = produceSteadily("scores", "gaps.")) {
            for (int round = 1; round <= 5; round++) {
                follower.await(round * 50);
                faults.lose(3);
                await().until(faults::hasLostAll);
            }
            int count = producer.stop();

            assertWhole(follower, "/topic/scores.gaps.", count);
        }
        assertThat(follower.slowest(0)).isLessThan(SOON);
        assertThat(node.count("tidings.replica.gaps.healed")).isGreaterThan(healed);
    }

    @Test
    void whatComesTwiceIsToldOnce() {
        Follower follower = follow("/topic/scores.twice.*");
        double doubles = node.count("tidings.replica.doubles");
        faults.twice(true);
        try (SteadyProducer producer = produceSteadily("scores", "twice.")) {
            follower.await(100);
            int count = producer.stop();

            assertWhole(follower, "/topic/scores.twice.", count);
        }
        assertThat(node.count("tidings.replica.doubles")).isGreaterThan(doubles);
    }

    @Test
    void updatesFlowWhileTheBrokerIsDownAndBothStreamsMeetWithoutASeam() {
        Follower follower = follow("/topic/scores.down.*");
        try (SteadyProducer producer = produceSteadily("scores", "down.")) {
            follower.await(50);
            int before = follower.count();
            broker.stop();
            follower.await(before + 200);
            int down = follower.count();
            broker.start();
            await().atMost(Duration.ofMinutes(1)).until(this::isRelayed);
            follower.await(down + 200);
            int count = producer.stop();

            assertWhole(follower, "/topic/scores.down.", count);
            assertThat(follower.slowest(0)).isLessThan(WITHOUT_BROKER);
        }
    }

    @Test
    void updatesFlowWhileNobodyIngests() {
        Follower follower = follow("/topic/scores.stalled.*");
        SmartLifecycle ingest = node.bean("kafkaIngest", SmartLifecycle.class);
        try (SteadyProducer producer = produceSteadily("scores", "stalled.")) {
            follower.await(50);
            ingest.stop();
            int stalled = follower.count();
            double reads = directReads();
            follower.await(stalled + 200);
            assertThat(directReads()).isGreaterThan(reads);

            ingest.start();
            await().atMost(Duration.ofMinutes(1)).until(this::isRelayed);
            follower.await(follower.count() + 100);
            int count = producer.stop();

            assertWhole(follower, "/topic/scores.stalled.", count);
            assertThat(follower.slowest(0)).isLessThan(SOON);
        }
    }

    @Test
    void aLongBacklogIsNotReplayedOverTheRelay() {
        Follower follower = follow("/topic/scores.backlog.*");
        SmartLifecycle ingest = node.bean("kafkaIngest", SmartLifecycle.class);
        int backlog = 10 * MAX_BACKLOG;
        ingest.stop();
        double skipped = node.count("tidings.ingest.skipped");
        double published = node.count("tidings.relay.published.updates");
        try (KafkaProducer<byte[], byte[]> producer = KAFKA.producer(Map.of())) {
            IntStream.range(0, backlog).forEach(i -> producer.send(record("scores", "backlog." + i % 5, i + ":0")));
        }
        assertWhole(follower, "/topic/scores.backlog.", backlog);

        ingest.start();
        await().atMost(Duration.ofMinutes(1)).until(() -> node.count("tidings.ingest.skipped") > skipped);
        produce("scores", "backlog.end", "1");
        follower.await(backlog + 1);
        await().atMost(Duration.ofMinutes(1)).until(this::isRelayed);

        assertThat(node.count("tidings.relay.published.updates") - published).isLessThan(2 * MAX_BACKLOG);
    }

    private double directReads() {
        return node.count("tidings.replica.direct.reads");
    }

    /** Whether what is published now comes over the relay. */
    private boolean isRelayed() {
        double before = node.count("tidings.relay.received.updates");
        for (int i = 0; i < 4; i++) {
            node.publish("scores.probe" + i, "x");
        }
        return node.count("tidings.relay.received.updates") > before;
    }
}
