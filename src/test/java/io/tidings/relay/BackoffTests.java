package io.tidings.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTests {

    private static final RelayProperties.Reconnect BOUNDS =
            new RelayProperties.Reconnect(Duration.ofMillis(200), Duration.ofSeconds(1));

    private static final RandomGenerator NO_JITTER = () -> 0;

    @Test
    void doublesUpToTheBound() {
        Backoff backoff = new Backoff(BOUNDS, NO_JITTER);
        assertThat(Stream.generate(backoff::next).limit(5))
                .extracting(Duration::toMillis)
                .containsExactly(200L, 400L, 800L, 1000L, 1000L);
    }

    @Test
    void beginsAgainAfterAReset() {
        Backoff backoff = new Backoff(BOUNDS, NO_JITTER);
        backoff.next();
        backoff.next();
        backoff.reset();
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void spreadsNodesOverTheUpperHalf() {
        Backoff backoff = new Backoff(BOUNDS, new Random(1));
        Stream.generate(backoff::next).limit(3).forEach(pause -> {});
        assertThat(Stream.generate(backoff::next).limit(1_000))
                .allMatch(pause -> pause.toMillis() >= 500 && pause.toMillis() <= 1000)
                .anyMatch(pause -> pause.toMillis() < 550)
                .anyMatch(pause -> pause.toMillis() > 950);
    }
}
