package io.tidings.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** A price on a random walk, in steps that are relative, so that it stays positive, and drawn back to where it opened. */
final class Ticker implements Reporter {

    private static final double LOWEST = 0.01;

    private static final double PULL = 0.002;

    private static final int LARGEST_TRADE = 900;

    private final String symbol;

    private final double open;

    private final double volatility;

    private final Duration pace;

    private final RandomGenerator random;

    private double price;

    private long volume;

    /**
     * Opens at a price.
     *
     * @param volatility the standard deviation of a step, as a fraction of the price
     */
    Ticker(String symbol, double open, double volatility, Duration pace, RandomGenerator random) {
        this.symbol = symbol;
        this.open = open;
        this.volatility = volatility;
        this.pace = pace;
        this.random = random;
        this.price = open;
    }

    @Override
    public Duration pace() {
        return pace;
    }

    @Override
    public Report next() {
        double step = volatility * random.nextGaussian() - PULL * Math.log(price / open);
        price = Math.max(LOWEST, price * Math.exp(step));
        volume += 1 + random.nextInt(LARGEST_TRADE);
        return new Report("tickers", symbol, new Quote(symbol, cents(price), cents((price / open - 1) * 100), volume));
    }

    private static BigDecimal cents(double value) {
        return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
    }
}
