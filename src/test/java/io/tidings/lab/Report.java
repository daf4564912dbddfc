package io.tidings.lab;

import io.tidings.lab.Faults.Struck;
import io.tidings.lab.Recorder.Silence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param what the broker, and for how long
 * @param struck the faults
 * @param silences the stretches without deliveries, of all recorders that follow what Kafka is fed with
 * @param findings what was wrong
 * @param counts further numbers, by what they count
 */
record Report(
        String what,
        long seed,
        List<Struck> struck,
        List<Silence> silences,
        List<Finding> findings,
        Map<String, Long> counts) {

    /** The name of the count of gaps that clients were told of. */
    static final String GAPS = "gaps told";

    /** How long after a fault's end a silence is still its doing. */
    private static final long AFTERMATH_NANOS = Duration.ofSeconds(2).toNanos();

    private static final int MAX_LISTED = 50;

    private static final int LISTED_SILENCES = 5;

    long count(Finding.Kind kind) {
        return findings.stream().filter(finding -> finding.kind() == kind).count();
    }

    /** Whether nothing was wrong, and nobody had to be told of a gap. */
    boolean isClean() {
        return findings.isEmpty() && counts.getOrDefault(GAPS, 0L) == 0;
    }

    /** As tables, in Markdown. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("### " + what + ", seed " + seed);
        addTotals(lines);
        addFaults(lines);
        addSilences(lines);
        findings.stream().limit(MAX_LISTED).forEach(finding -> lines.add("- " + finding));
        return String.join("\n", lines) + '\n';
    }

    private void addTotals(List<String> lines) {
        lines.addAll(List.of("", "| | |", "|---|---:|"));
        for (Finding.Kind kind : Finding.Kind.values()) {
            lines.add("| " + kind.name().toLowerCase(Locale.ROOT) + " | " + count(kind) + " |");
        }
        counts.forEach((name, count) -> lines.add("| " + name + " | " + count + " |"));
    }

    private void addFaults(List<String> lines) {
        lines.addAll(List.of("", "| fault | times | longest silence |", "|---|---:|---:|"));
        Map<Fault.Kind, Duration> longest = longestSilences();
        for (Fault.Kind kind : Fault.Kind.values()) {
            long times =
                    struck.stream().filter(one -> one.fault().kind() == kind).count();
            long millis = longest.getOrDefault(kind, Duration.ZERO).toMillis();
            lines.add("| " + kind.words() + " | " + times + " | " + millis + " ms |");
        }
    }

    private void addSilences(List<String> lines) {
        lines.addAll(List.of("", "Longest silences, and the faults that they overlapped:", ""));
        silences.stream()
                .sorted(Comparator.comparing(Silence::length).reversed())
                .limit(LISTED_SILENCES)
                .forEach(silence -> lines.add("- " + silence.length().toMillis() + " ms: " + during(silence)));
    }

    /** Writes it into a folder, and to the console. */
    void publish(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println(text());
    }

    /**
     * Without Kafka there is nothing to deliver, so a silence that overlaps its restart is laid to that; else to the fault
     * that it overlaps most.
     */
    Map<Fault.Kind, Duration> longestSilences() {
        Map<Fault.Kind, Duration> longest = new EnumMap<>(Fault.Kind.class);
        for (Silence silence : silences) {
            struck.stream()
                    .filter(one -> overlapNanos(one, silence) > 0)
                    .max(Comparator.comparing((Struck one) -> one.fault().kind() == Fault.Kind.KAFKA_RESTARTED)
                            .thenComparing(one -> overlapNanos(one, silence)))
                    .ifPresent(one -> longest.merge(one.fault().kind(), silence.length(), Report::longer));
        }
        return longest;
    }

    private List<String> during(Silence silence) {
        return struck.stream()
                .filter(one -> overlapNanos(one, silence) > 0)
                .map(one -> one.fault().kind().words())
                .toList();
    }

    private static long overlapNanos(Struck one, Silence silence) {
        long sinceStart = silence.toNanos() - Math.max(one.fromNanos(), silence.fromNanos());
        long untilEnd = one.toNanos() + AFTERMATH_NANOS - Math.max(one.fromNanos(), silence.fromNanos());
        return Math.min(sinceStart, untilEnd);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
