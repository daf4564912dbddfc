package io.tidings.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** What a run is told: settings {@code bench.NAME}, which are system properties, {@code -Dbench.NAME=VALUE} to Maven. */
final class BenchOptions {

    /** What stands for JMH's benchmarks among the scenarios. */
    static final String JMH = "jmh";

    private static final String ALL = JMH + ",S1,S2,S3,S3-relay,S1-tls,S2-tls,S3-tls,S4,storm,stalled,polling";

    private final UnaryOperator<String> settings;

    /** Options that are read when they are asked for. */
    BenchOptions(UnaryOperator<String> settings) {
        this.settings = settings;
    }

    /** Which scenarios, in order. */
    List<String> only() {
        return words("only", ALL, ",");
    }

    /** How long is measured, after the warm-up. */
    int seconds() {
        return number("seconds", 5);
    }

    int warmSeconds() {
        return number("warm", 8);
    }

    int bodyBytes() {
        return number("size", 256);
    }

    /** How many subscribers there are; topics of S3 as many. */
    int subscribers() {
        return number("subscribers", 1_000);
    }

    /** Messages that the slowest subscriber may be behind, at saturation. */
    int window(int usual) {
        return number("window", usual);
    }

    /** Messages a second, where they are paced. */
    int rate(int usual) {
        return number("rate", usual);
    }

    /** Sessions of S4, and those that a storm cuts. */
    int idleSessions() {
        return number("idle", 10_000);
    }

    /** Clients that a storm leaves alone. */
    int steadySessions() {
        return number("steady", 100);
    }

    /** Handshakes under way at the same moment, in a storm. */
    int handshakes() {
        return number("handshakes", 256);
    }

    /** Over how many seconds clients spread their return, for each storm in turn. */
    List<Integer> jitters() {
        return words("jitters", "0", ",").stream().map(Integer::valueOf).toList();
    }

    int stalledSessions() {
        return number("stalled", 50);
    }

    /** Clients that poll, or are pushed to. */
    int clients() {
        return number("clients", 200);
    }

    /** How many topics each of them follows; how many those of a storm share. */
    int topics(int usual) {
        return number("topics", usual);
    }

    /** The intervals at which they poll, in seconds. */
    List<Integer> intervals() {
        return words("intervals", "1,2,5", ",").stream().map(Integer::valueOf).toList();
    }

    /** Event loops of the server. */
    int loops() {
        return number("loops", 1);
    }

    String serverCores() {
        return text("server.cores", loops() == 1 ? "0" : "");
    }

    String clientCores() {
        return text("client.cores", loops() == 1 ? "1" : "");
    }

    String java() {
        return text(
                "java", Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }

    List<String> jvmArguments() {
        return words("jvm", "-Xms1g -Xmx1g", " ");
    }

    List<String> serverArguments() {
        return words("server.arguments", "", " ");
    }

    Path jar() {
        return Path.of(text("jar", "target/tidings.jar")).toAbsolutePath();
    }

    /** Where results and logs go. */
    Path folder() {
        return Path.of(text("folder", "target/bench"));
    }

    private int number(String name, int usual) {
        return Integer.parseInt(text(name, Integer.toString(usual)));
    }

    private List<String> words(String name, String usual, String separator) {
        return Arrays.stream(text(name, usual).split(separator))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private String text(String name, String usual) {
        String value = settings.apply("bench." + name);
        return value == null ? usual : value;
    }
}
