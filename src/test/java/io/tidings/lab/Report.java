package io.tidings.lab;

import io.tidings.lab.Faults.Struck;
import io.tidings.lab.Recorder.Silence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

    long count(Finding.Kind kind) {
        return findings.stream().filter(finding -> finding.kind() == kind).count();
    }

    /** Whether nothing was wrong, and nobody had to be told of a gap. */
    boolean isClean() {
        return findings.isEmpty() && counts.getOrDefault(GAPS, 0L) == 0;
    }

    /** As tables, in Markdown. */
    String text() {
        StringBuilder text = new StringBuilder("### " + what + ", seed " + seed + "\n\n");
        text.append("| | |\n|---|---:|\n");
        for (Finding.Kind kind : Finding.Kind.values()) {
            text.append("| ")
                    .append(kind.name().toLowerCase(Locale.ROOT))
                    .append(" | ")
                    .append(count(kind))
                    .append(" |\n");
        }
        counts.forEach((name, count) ->
                text.append("| ").append(name).append(" | ").append(count).append(" |\n"));
        text.append("\n| fault | times | longest silence |\n|---|---:|---:|\n");
        Map<Fault.Kind, Duration> longest = longestSilences();
        for (Fault.Kind kind : Fault.Kind.values()) {
            long times =
                    struck.stream().filter(one -> one.fault().kind() == kind).count();
            text.append("| ").append(kind.words()).append(" | ").append(times).append(" | ");
            text.append(longest.getOrDefault(kind, Duration.ZERO).toMillis()).append(" ms |\n");
        }
        findings.stream()
                .limit(MAX_LISTED)
                .forEach(finding -> text.append("\n- ").append(finding));
        return text.append('\n').toString();
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

    /** Of several faults that a silence overlaps it is laid to the one that it overlaps most. */
    Map<Fault.Kind, Duration> longestSilences() {
        Map<Fault.Kind, Duration> longest = new EnumMap<>(Fault.Kind.class);
        for (Silence silence : silences) {
            struck.stream()
                    .filter(one -> overlapNanos(one, silence) > 0)
                    .max(Comparator.comparingLong(one -> overlapNanos(one, silence)))
                    .ifPresent(one -> longest.merge(one.fault().kind(), silence.length(), Report::longer));
        }
        return longest;
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
