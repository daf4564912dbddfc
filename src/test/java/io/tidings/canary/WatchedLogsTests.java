package io.tidings.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.LogId;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With an interval of 10 s, and a jitter of 5 s. */
class WatchedLogsTests {

    private static final LogId ONE = log("scores", 0, "0000000a");

    private static final LogId TWO = log("scores", 1, "0000000a");

    private static final LogId NEWS = log("news", 0, "0000000b");

    private long now;

    private final WatchedLogs logs = newLogs(1);

    @BeforeEach
    void begin() {
        logs.begin();
    }

    @Test
    void givesEachLogThatComesUpACanaryWithinTheJitter() {
        logs.found(List.of(ONE, TWO));
        assertThat(logs.size()).isEqualTo(2);

        List<LogId> due = due(logs, 5);

        assertThat(due).containsExactlyInAnyOrder(ONE, TWO);
    }

    @Test
    void writesAgainAfterTheIntervalAndNoMoreThanTheJitter() {
        logs.found(List.of(ONE));
        due(logs, 5);
        logs.written(ONE);

        assertThat(due(logs, 9.9)).isEmpty();
        assertThat(due(logs, 5.2)).containsExactly(ONE);
    }

    @Test
    void isQuietedByTheCanaryOfAnotherNode() {
        logs.found(List.of(ONE, TWO));
        for (int i = 0; i < 20; i++) {
            logs.heard(ONE);
            now += Duration.ofSeconds(9).toNanos();
            assertThat(logs.due()).doesNotContain(ONE);
        }
    }

    @Test
    void writesNoSecondCanaryToALogThatHasNotTakenTheFirst() {
        logs.found(List.of(ONE));
        assertThat(due(logs, 5)).containsExactly(ONE);
        assertThat(due(logs, 60)).isEmpty();

        logs.written(ONE);
        assertThat(due(logs, 0)).containsExactly(ONE);
    }

    @Test
    void writesOnWhileNothingIsHeard() {
        logs.found(List.of(ONE));
        for (int i = 0; i < 5; i++) {
            assertThat(due(logs, 15)).containsExactly(ONE);
            logs.written(ONE);
        }
        assertThat(logs.silenceNanos()).isEqualTo(seconds(75));
    }

    @Test
    void togetherNodesWriteAboutOneCanaryInAnInterval() {
        List<WatchedLogs> nodes = IntStream.range(0, 10).mapToObj(this::newLogs).toList();
        nodes.forEach(node -> {
            node.begin();
            node.found(List.of(ONE));
        });
        int written = 0;
        for (int step = 0; step < 36_000; step++) { // An hour in tenths of a second.
            now += seconds(0.1);
            for (WatchedLogs node : nodes) {
                for (LogId log : node.due()) {
                    written++;
                    nodes.forEach(other -> other.heard(log));
                    node.written(log);
                }
            }
        }
        assertThat(written).isBetween(300, 360);
    }

    @Test
    void isSilentSinceTheLogThatWasHeardOfLeastLately() {
        logs.found(List.of(ONE, TWO));
        now += seconds(20);
        logs.heard(ONE);
        assertThat(logs.silenceNanos()).isEqualTo(seconds(20));

        now += seconds(5);
        logs.heard(TWO);
        assertThat(logs.silenceNanos()).isEqualTo(seconds(5));
    }

    @Test
    void isSilentSinceTheBeginningWhereNoLogIsFound() {
        now += seconds(70);

        assertThat(logs.silenceNanos()).isEqualTo(seconds(70));
        logs.found(List.of(ONE));
        assertThat(logs.silenceNanos()).isZero();
    }

    @Test
    void isNotSilentBeforeItBeginsAndAfterItsEnd() {
        WatchedLogs notBegun = newLogs(2);
        notBegun.found(List.of(ONE));
        logs.found(List.of(ONE));
        logs.end();
        now += seconds(100);

        assertThat(notBegun.silenceNanos()).isZero();
        assertThat(notBegun.due()).isEmpty();
        assertThat(logs.silenceNanos()).isZero();
        assertThat(logs.due()).isEmpty();
    }

    @Test
    void keepsALogThatIsNotNamedForItMayHaveNoLeaderNow() {
        logs.found(List.of(ONE, TWO, NEWS));
        now += seconds(30);
        logs.found(List.of(ONE));
        logs.heard(ONE);

        assertThat(logs.size()).isEqualTo(3);
        assertThat(logs.silenceNanos()).isEqualTo(seconds(30));
    }

    @Test
    void forgetsTheLogsOfATopicThatWasMadeAnew() {
        logs.found(List.of(ONE, TWO, NEWS));
        now += seconds(30);
        logs.found(List.of(log("scores", 0, "0000000c"), NEWS));
        logs.heard(NEWS);
        logs.heard(TWO);

        assertThat(logs.size()).isEqualTo(2);
        assertThat(logs.silenceNanos()).isZero();
    }

    private WatchedLogs newLogs(int seed) {
        CanaryProperties properties = new CanaryProperties(
                true,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                List.of(),
                Duration.ofSeconds(30),
                new CanaryProperties.Reconnect(Duration.ofSeconds(1), Duration.ofSeconds(10)));
        return new WatchedLogs(properties, () -> now, new Random(seed));
    }

    private List<LogId> due(WatchedLogs asked, double secondsLater) {
        now += seconds(secondsLater);
        return asked.due();
    }

    private static long seconds(double seconds) {
        return (long) (seconds * 1e9);
    }

    private static LogId log(String namespace, int partition, String epoch) {
        return new LogId(namespace, partition, epoch);
    }
}
