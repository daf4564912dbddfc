package io.tidings.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code src/docs/metrics.md} says there is, under the names that Prometheus has for it. */
record DocumentedMeters(Map<String, String> rows) {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| *(`tidings\\.[^|]*`) *\\| *([^|]*?) *\\|(.*)\\| *$");

    private static final Pattern NAME = Pattern.compile("`(tidings\\.[a-z.]+)`");

    static DocumentedMeters read() throws IOException {
        return in(Files.readString(Path.of("src/docs/metrics.md")));
    }

    /** By Prometheus' name, the rest of the row. */
    static DocumentedMeters in(String text) {
        Map<String, String> rows = new TreeMap<>();
        for (Matcher row = ROW.matcher(text); row.find(); ) {
            for (Matcher name = NAME.matcher(row.group(1)); name.find(); ) {
                for (String suffix : suffixes(row.group(2))) {
                    rows.put(shown(name.group(1), suffix), row.group(3));
                }
            }
        }
        return new DocumentedMeters(rows);
    }

    /** A name that ends with its unit does not get it twice. */
    private static String shown(String name, String suffix) {
        return (name.replace('.', '_') + suffix).replace("_bytes_bytes", "_bytes");
    }

    private static List<String> suffixes(String type) {
        String unit = type.contains("bytes") ? "_bytes" : type.contains("seconds") ? "_seconds" : "";
        if (type.startsWith("counter")) {
            return List.of(unit + "_total");
        }
        if (type.startsWith("gauge")) {
            return List.of(unit);
        }
        String base = type.startsWith("summary") ? unit : "_seconds";
        Stream<String> times = Stream.of("_count", "_sum");
        Stream<String> most = type.startsWith("histogram") ? Stream.of() : Stream.of("_max");
        Stream<String> buckets = type.matches(".*(histogram|buckets).*") ? Stream.of("_bucket") : Stream.of();
        return Stream.of(times, most, buckets)
                .flatMap(suffixes -> suffixes)
                .map(suffix -> base + suffix)
                .toList();
    }
}
