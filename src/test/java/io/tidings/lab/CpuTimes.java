package io.tidings.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What processes and their threads have used of the CPU, in seconds, as Linux tells. */
final class CpuTimes {

    /** Linux counts in hundredths of a second, whatever the kernel's own clock. */
    private static final double TICKS = 100;

    private final Map<String, Map<String, Double>> threads;

    private CpuTimes(Map<String, Map<String, Double>> threads) {
        this.threads = threads;
    }

    /** What these processes, by name, have used until now. */
    static CpuTimes of(Map<String, ProcessHandle> processes) throws IOException {
        Map<String, Map<String, Double>> threads = new LinkedHashMap<>();
        for (Map.Entry<String, ProcessHandle> process : processes.entrySet()) {
            threads.put(process.getKey(), threads(process.getValue().pid()));
        }
        return new CpuTimes(threads);
    }

    CpuTimes minus(CpuTimes before) {
        Map<String, Map<String, Double>> since = new LinkedHashMap<>();
        threads.forEach((process, now) -> {
            Map<String, Double> rest = new TreeMap<>(now);
            before.threads.get(process).forEach((thread, then) -> rest.merge(thread, -then, Double::sum));
            since.put(process, rest);
        });
        return new CpuTimes(since);
    }

    double of(String process) {
        return threads.get(process).values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    /** The same without the just-in-time compilers, which work on for minutes after a start. */
    double withoutCompilers(String process) {
        return threads.get(process).entrySet().stream()
                .filter(thread -> !thread.getKey().matches("C[12] Compiler.*"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** The busiest threads of a process, by name, each divided by a number. */
    String busiest(String process, double divisor) {
        return threads.get(process).entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
                .limit(10)
                .map(thread -> String.format("%s %.2f", thread.getKey(), thread.getValue() / divisor))
                .collect(Collectors.joining(", "));
    }

    private static Map<String, Double> threads(long pid) throws IOException {
        Map<String, Double> times = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", String.valueOf(pid), "task"))) {
            for (Path task : tasks.toList()) {
                try {
                    String stat = Files.readString(task.resolve("stat"));
                    String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
                    List<String> rest =
                            List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
                    double seconds = (Long.parseLong(rest.get(11)) + Long.parseLong(rest.get(12))) / TICKS;
                    times.merge(name.replaceAll("[#_-]?\\d+$", ""), seconds, Double::sum);
                } catch (NoSuchFileException e) {
                    // The thread has ended meanwhile.
                }
            }
        }
        return times;
    }
}
