package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.session.StompState.HeartBeat;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class HeartBeatsTests {

    @ParameterizedTest
    @CsvSource({
        // what the client can send and wants, then what the server sends and receives: the longer of both, or none
        "0, 0, 0, 0",
        "1000, 0, 0, 10000",
        "0, 1000, 10000, 0",
        "60000, 20000, 20000, 60000",
    })
    void agreesOnTheLongerInterval(long can, long wants, long sendMillis, long receiveMillis) {
        assertThat(heartBeats(Duration.ofSeconds(10)).agree(new long[] {can, wants}))
                .isEqualTo(new HeartBeat(sendMillis * 1_000_000, receiveMillis * 1_000_000));
    }

    @Test
    void agreesOnNoneWhereTheServerHasNone() {
        assertThat(heartBeats(Duration.ZERO).agree(new long[] {1000, 1000})).isEqualTo(HeartBeat.NONE);
    }

    @Test
    void agreesOnAnIntervalThatItsToleranceDoesNotOverflow() {
        HeartBeat agreed = heartBeats(Duration.ofSeconds(10)).agree(new long[] {Long.MAX_VALUE, Long.MAX_VALUE});

        assertThat(2 * agreed.receiveNanos()).isPositive();
        assertThat(2 * agreed.sendNanos()).isPositive();
    }

    private static HeartBeats heartBeats(Duration interval) {
        return new HeartBeats(new SessionProperties(
                "/ws",
                DataSize.ofMegabytes(1),
                DataSize.ofMegabytes(1),
                Duration.ofSeconds(30),
                DataSize.ofKilobytes(64),
                interval,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                10,
                AnyRate.LIMITS));
    }
}
