package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.tidings.fanout.Fanout;
import io.tidings.replica.Replica;
import io.tidings.testing.Complaints;
import io.tidings.testing.Fuzz;
import io.tidings.topic.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Strangers on real sockets, beside clients that do nothing wrong: what is watched for all that they may send. */
@TestPropertySource(properties = {"tidings.session.deflate.enabled=true", "tidings.session.max-message-size=64KB"})
abstract class AbstractFuzzIT extends AbstractHostileClientIT {

    /** What the messages that strangers send may keep, at the most, of the pooled memory. */
    private static final long MAX_DIRECT_BYTES = 256L << 20;

    private static final int PORTION = 50;

    /** What strangers subscribe to, and the witnesses. */
    private static final List<Topic> TOPICS = Stream.of("chat.a", "chat.b.c", "chat.any.thing.else", Witness.TOPIC)
            .map(Topic::new)
            .toList();

    @Autowired
    private Fanout fanout;

    @Autowired
    private Replica replica;

    @Autowired
    private MeterRegistry meters;

    private Complaints complaints;

    private ResourceLeakDetector.Level before;

    private Witness witness;

    private double refusals;

    @BeforeEach
    void watch() {
        complaints = new Complaints(); // Not earlier: the application's start makes the logs anew.
        before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        refusals = 0;
        witness = Witness.connect(port());
    }

    @AfterEach
    void stopWatching() {
        witness.close();
        complaints.close();
        ResourceLeakDetector.setLevel(before);
    }

    void fuzz(String name, int cases, Function<Random, List<byte[]>> make, Fuzz.Check<List<byte[]>> check) {
        checkAll();
        Fuzz.of(name, cases).every(PORTION, number -> checkAll()).run(make, check);
        System.gc(); // What was leaked is told of when it has been collected.
        checkAll();
    }

    MeterRegistry meters() {
        return meters;
    }

    List<String> complaints() {
        return complaints.all();
    }

    /** Waits until the service has gone on. */
    void witness() {
        witness.testify();
    }

    /** A client was told that it was refused, which must be counted. */
    void refused() {
        refusals++;
    }

    private void checkAll() {
        await().atMost(Duration.ofSeconds(20)).until(() -> sessions().all().size() == witness.sessions());
        await().until(() -> Arrays.equals(subscriptions(), new int[] {0, 0, 0, witness.subscriptions()}));
        witness.testify();
        assertThat(complaints.all()).isEmpty();
        assertThat(meters.get("tidings.session.open").gauge().value()).isEqualTo(witness.sessions());
        assertThat(counted()).isGreaterThanOrEqualTo(refusals);
        assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()).isLessThan(MAX_DIRECT_BYTES);
    }

    private int[] subscriptions() {
        CompletableFuture<int[]> counts = new CompletableFuture<>();
        replica.execute(() -> counts.complete(fanout.count(TOPICS)));
        return counts.join();
    }

    private double counted() {
        return meters.find("tidings.session.refused").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
