package io.tidings.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TickerTests {

    private static final double CALM = 0.001;

    @Test
    void priceStaysPositiveHoweverWildTheWalk() {
        Ticker ticker = ticker(0.05, 0.5);

        assertThat(quotes(ticker, 20_000))
                .extracting(Quote::price)
                .allSatisfy(price -> assertThat(price).isPositive());
    }

    @Test
    void volumeOnlyGrows() {
        List<Quote> quotes = quotes(ticker(100, CALM), 1_000);

        assertThat(quotes).extracting(Quote::volume).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void changeIsInPercentOfTheOpen() {
        for (Quote quote : quotes(ticker(200, CALM), 1_000)) {
            double expected = (quote.price().doubleValue() / 200 - 1) * 100;
            assertThat(quote.change().doubleValue()).isEqualTo(expected, within(0.01));
        }
    }

    @Test
    void walksAroundTheOpenForHours() {
        assertThat(quotes(ticker(100, CALM), 100_000))
                .extracting(quote -> quote.price().doubleValue())
                .allSatisfy(price -> assertThat(price).isBetween(80.0, 125.0))
                .anySatisfy(price -> assertThat(price).isGreaterThan(100.5))
                .anySatisfy(price -> assertThat(price).isLessThan(99.5));
    }

    @Test
    void tellsWholeCentsOnATopicOfItsSymbol() {
        Report report = ticker(100, CALM).next();

        assertThat(report.namespace()).isEqualTo("tickers");
        assertThat(report.key()).isEqualTo("ACME");
        assertThat(((Quote) report.body()).price())
                .extracting(BigDecimal::scale)
                .isEqualTo(2);
    }

    @Test
    void sameSeedWalksTheSameWay() {
        assertThat(quotes(ticker(100, CALM), 500)).isEqualTo(quotes(ticker(100, CALM), 500));
    }

    private static Ticker ticker(double open, double volatility) {
        return new Ticker("ACME", open, volatility, Duration.ofMillis(100), new Random(11));
    }

    private static List<Quote> quotes(Ticker ticker, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> (Quote) ticker.next().body())
                .toList();
    }
}
