package io.tidings.lab;

import java.util.List;
import java.util.stream.Stream;

/** How a child process' virtual machine is set up. */
record Jvm(List<String> options) {

    /** Starts soon and takes little, for tests with many processes. */
    static final Jvm SMALL =
            new Jvm(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));

    /** As in production, for measurements. */
    static final Jvm FAST = new Jvm(List.of("-Xms1g", "-Xmx1g"));

    /** The same, and a recording of the flight recorder into {@code target}, where {@code tidings.measure.jfr} is set. */
    static Jvm recorded(String name) {
        return Boolean.getBoolean("tidings.measure.jfr")
                ? FAST.and("-XX:StartFlightRecording=settings=profile,filename=target/" + name + ".jfr")
                : FAST;
    }

    private Jvm and(String option) {
        return new Jvm(Stream.concat(options.stream(), Stream.of(option)).toList());
    }
}
