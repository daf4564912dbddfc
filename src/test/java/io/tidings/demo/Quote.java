package io.tidings.demo;

import java.math.BigDecimal;

/**
 * A price; the body on {@code tickers.*}.
 *
 * @param change in percent since the open
 * @param volume pieces since the open
 */
record Quote(String symbol, BigDecimal price, BigDecimal change, long volume) {}
