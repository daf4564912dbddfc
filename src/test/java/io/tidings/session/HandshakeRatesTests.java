package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HandshakeRatesTests {

    private final Clock clock = new Clock();

    private final HandshakeRates rates = new HandshakeRates(4, 2, clock);

    @Test
    void givesTokensBackInTime() throws Exception {
        InetAddress address = address("192.0.2.1");
        assertThat(rates.takeOf(address)).isZero();
        assertThat(rates.takeOf(address)).isZero();

        assertThat(rates.takeOf(address)).isEqualTo(Duration.ofMillis(500));
        clock.nanos += Duration.ofMillis(500).toNanos();
        assertThat(rates.takeOf(address)).isZero();
        assertThat(rates.takeOf(address)).isPositive();
    }

    @Test
    void boundsEachAddressByItself() throws Exception {
        rates.takeOf(address("192.0.2.1"));
        rates.takeOf(address("192.0.2.1"));

        assertThat(rates.takeOf(address("192.0.2.1"))).isPositive();
        assertThat(rates.takeOf(address("192.0.2.2"))).isZero();
    }

    @Test
    void boundsTheNode() {
        for (int i = 0; i < 4; i++) {
            assertThat(rates.takeOfNode()).isZero();
        }

        assertThat(rates.takeOfNode()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void boundsNothingWhereTheRateIsZero() throws Exception {
        HandshakeRates none = new HandshakeRates(0, 0, clock);

        for (int i = 0; i < 10_000; i++) {
            assertThat(none.takeOf(address("192.0.2.1"))).isZero();
            assertThat(none.takeOfNode()).isZero();
        }
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    private static final class Clock implements TimeMeter {

        private long nanos;

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
