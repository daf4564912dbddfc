package io.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidings.topic.Flow;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LaneMetersTests {

    private final Bench bench = new Bench(Bench.properties(256, 100));

    @Test
    void measuresTheAgeOfAnUpdateOnceForAllSessionsOfALane() {
        for (int i = 0; i < 3; i++) {
            bench.join("scores.a", Past.SNAPSHOT);
        }
        bench.join("scores.#", Past.SNAPSHOT);
        bench.replica.publish("scores.a", 100);
        bench.replica.publish("scores.a", 99);
        bench.run();

        assertThat(bench.count("tidings.fanout.deliveries")).isEqualTo(8);
        assertThat(bench.count("tidings.fanout.age")).isEqualTo(2);
        assertThat(ageMillis()).isCloseTo(Bench.NOW_MILLIS - 100 + Bench.NOW_MILLIS - 200, within(0.001));
    }

    @Test
    void countsFramesOnceForThoseWhoShareThemAndTheirBytesForEach() {
        RecordingClient client = bench.join("scores.a", Past.SNAPSHOT);
        double none = bench.count("tidings.fanout.bytes");
        bench.join("scores.a", Past.SNAPSHOT);
        bench.replica.publish("scores.a");
        bench.run();

        assertThat(bench.count("tidings.fanout.encoded")).isOne();
        assertThat(bench.count("tidings.fanout.bytes") - none)
                .isEqualTo(2.0 * client.outbox().bytes());
        assertThat(bench.count("tidings.fanout.drain")).isPositive();
    }

    @Test
    void countsAFlushForEachSessionOfADrain() {
        bench.join("scores.a", Past.SNAPSHOT);
        bench.join("scores.a", Past.SNAPSHOT);
        double before = bench.count("tidings.fanout.flushes");
        bench.replica.publish("scores.a");
        bench.replica.publish("scores.a");
        bench.run();

        assertThat(bench.count("tidings.fanout.flushes") - before).isEqualTo(2);
    }

    @Test
    void measuresNoAgeOfWhatIsOwed() {
        bench.replica.publish("scores.a");
        RecordingClient client = bench.join("scores.a", Past.SNAPSHOT);

        assertThat(client.outbox().ids()).hasSize(1);
        assertThat(bench.count("tidings.fanout.replayed")).isOne();
        assertThat(bench.count("tidings.fanout.bytes")).isPositive();
        assertThat(bench.count("tidings.fanout.age")).isZero();
    }

    @Test
    void measuresNoAgeOfWhatIsHeldForARateOrWantedByNobody() {
        bench.join("scores.a", Past.SNAPSHOT, new Flow(true, 2));
        bench.replica.publish("scores.a");
        bench.replica.publish("scores.b");
        bench.run();
        bench.pass(Duration.ofSeconds(2));

        assertThat(bench.count("tidings.fanout.deliveries")).isOne();
        assertThat(bench.count("tidings.fanout.age")).isZero();
    }

    private double ageMillis() {
        return bench.meters.get("tidings.fanout.age").functionTimer().totalTime(TimeUnit.MILLISECONDS);
    }
}
