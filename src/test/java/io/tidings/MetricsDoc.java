package io.tidings;

import io.micrometer.core.instrument.Meter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The meters as {@code src/docs/metrics.md} has them: its tables' rows, which are a name or more, a type, tags and a meaning. */
record MetricsDoc(List<Row> rows) {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`tidings\\..+?) \\| (.+?) \\| (.*?) ?\\| (.+) \\|$");

    private static final Pattern HISTOGRAM = Pattern.compile("histogram|buckets");

    private static final Pattern CODE = Pattern.compile("`([^`]+)`(?: to `([^`]+)`)?");

    private static final Pattern EXPLANATION = Pattern.compile("\\([^()]*\\)");

    /**
     * What is said of a meter.
     *
     * @param unit {@code bytes} or {@code seconds}; null for a number
     * @param tags the values of each tag, by its key
     */
    record Row(
            String name,
            Meter.Type type,
            boolean histogram,
            @Nullable String unit,
            Map<String, Collection<String>> tags) {}

    static MetricsDoc parse(String text) {
        return new MetricsDoc(
                ROW.matcher(text).results().flatMap(MetricsDoc::rows).toList());
    }

    private static Stream<Row> rows(MatchResult row) {
        String type = row.group(2);
        return codes(row.group(1))
                .map(name -> new Row(name, type(type), HISTOGRAM.matcher(type).find(), unit(type), tags(row.group(3))));
    }

    private static Meter.Type type(String text) {
        return switch (text.split(",")[0]) {
            case "counter" -> Meter.Type.COUNTER;
            case "gauge" -> Meter.Type.GAUGE;
            case "summary" -> Meter.Type.DISTRIBUTION_SUMMARY;
            case "timer", "histogram" -> Meter.Type.TIMER;
            default ->
                throw new IllegalArgumentException(
                        "type: '" + text + "' (expected: counter, gauge, summary, timer or histogram)");
        };
    }

    private static @Nullable String unit(String type) {
        return type(type) == Meter.Type.TIMER || type.contains("seconds")
                ? "seconds"
                : type.contains("bytes") ? "bytes" : null;
    }

    private static Map<String, Collection<String>> tags(String text) {
        String plain = EXPLANATION.matcher(text).replaceAll("");
        Map<String, Collection<String>> tags = new TreeMap<>();
        for (String tag : plain.split(";")) {
            List<String> codes = codes(tag).toList();
            if (!codes.isEmpty()) {
                tags.put(codes.get(0), new TreeSet<>(codes.subList(1, codes.size())));
            }
        }
        return tags;
    }

    /** What is written as code, and what is between two numbers. */
    private static Stream<String> codes(String text) {
        Matcher matcher = CODE.matcher(text);
        return matcher.results().flatMap(MetricsDoc::codes);
    }

    private static Stream<String> codes(MatchResult code) {
        return code.group(2) == null
                ? Stream.of(code.group(1))
                : IntStream.rangeClosed(Integer.parseInt(code.group(1)), Integer.parseInt(code.group(2)))
                        .mapToObj(Integer::toString);
    }

    /** By name; every name once. */
    Map<String, Row> byName() {
        return rows.stream()
                .collect(Collectors.toMap(
                        Row::name,
                        row -> row,
                        (one, other) -> {
                            throw new IllegalArgumentException("row: '" + one.name() + "' twice (expected: once)");
                        },
                        TreeMap::new));
    }
}
