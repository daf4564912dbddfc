package io.tidings.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Keeps results: a line of JSON each, and tables of those that have the same figures. */
final class BenchReport {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;

    private final List<Map<String, Object>> rows = new ArrayList<>();

    /** A report whose lines of JSON are added to a file. */
    BenchReport(Path file) {
        this.file = file;
    }

    void add(Result result) {
        rows.add(result.values());
        Map<String, Object> line = new LinkedHashMap<>(result.values());
        line.put("at", Instant.now().toString());
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(
                    file, JSON.writeValueAsString(line) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tables, as Markdown, so that they can be pasted. */
    String tables() {
        StringBuilder text = new StringBuilder();
        List<String> columns = List.of();
        for (Map<String, Object> row : rows) {
            if (!columns.equals(List.copyOf(row.keySet()))) {
                columns = List.copyOf(row.keySet());
                text.append('\n')
                        .append(line(columns))
                        .append(line(columns.stream().map(column -> "---").toList()));
            }
            text.append(line(row.values().stream().map(String::valueOf).toList()));
        }
        return text.toString();
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
