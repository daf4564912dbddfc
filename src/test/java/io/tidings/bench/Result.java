package io.tidings.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What one run came to: named figures, in order. */
final class Result {

    private final Map<String, Object> values = new LinkedHashMap<>();

    Result(String scenario) {
        values.put("scenario", scenario);
    }

    Result with(String name, Object value) {
        values.put(name, value);
        return this;
    }

    Result with(String name, long value) {
        return with(name, (Object) value);
    }

    /** A figure, to three significant digits. */
    Result with(String name, double value) {
        if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
            return with(name, (Object) 0);
        }
        double scale = Math.pow(10, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))));
        return with(name, (Object) (Math.round(value * scale) / scale));
    }

    /** Latencies, in milliseconds. */
    Result withLatency(Histogram micros) {
        return with("mean_ms", micros.getMean() / 1e3)
                .with("p50_ms", micros.getValueAtPercentile(50) / 1e3)
                .with("p99_ms", micros.getValueAtPercentile(99) / 1e3)
                .with("p99.9_ms", micros.getValueAtPercentile(99.9) / 1e3)
                .with("max_ms", micros.getMaxValue() / 1e3);
    }

    /** Latencies of a part of the run, in milliseconds. */
    Result withLatency(String part, Histogram micros) {
        return with(part + "_p50_ms", micros.getValueAtPercentile(50) / 1e3)
                .with(part + "_p99_ms", micros.getValueAtPercentile(99) / 1e3)
                .with(part + "_max_ms", micros.getMaxValue() / 1e3);
    }

    Map<String, Object> values() {
        return values;
    }
}
