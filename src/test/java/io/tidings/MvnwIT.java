package io.tidings;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code mvnw} in a project of its own, with a home, a PATH and a download server of its own. */
@EnabledOnOs(
        value = {OS.LINUX, OS.MAC},
        disabledReason = "mvnw is a POSIX shell script")
class MvnwIT {

    private static final List<String> TOOLS = List.of(
            "sh", "sed", "dirname", "curl", "mktemp", "tar", "gzip", "sha512sum", "shasum", "cut", "mv", "rm", "mkdir");

    private final AtomicInteger downloads = new AtomicInteger();

    @TempDir
    private Path temp;

    private HttpServer server;

    private Path bin;

    private byte[] archive;

    @BeforeEach
    void setUp() throws Exception {
        bin = Files.createDirectory(temp.resolve("bin"));
        for (String tool : TOOLS) {
            linkTool(tool);
        }
        Files.createDirectories(temp.resolve("project/.mvn"));
        Files.copy(Path.of("mvnw"), temp.resolve("project/mvnw"));
        archive = archive();
        pin(sha512(archive));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/maven.tar.gz", exchange -> {
            downloads.incrementAndGet();
            exchange.sendResponseHeaders(200, archive.length);
            exchange.getResponseBody().write(archive);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void runsAnInstalledMavenOfTheRangeAndFetchesNothing() throws Exception {
        install(bin.resolve("mvn"), "3.8.7");

        Run run = mvnw("verify", "-Dx=a b");

        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).isEqualTo("3.8.7 ran 'verify' '-Dx=a b'\n");
        assertThat(downloads).hasValue(0);
    }

    @Test
    void prefersMavenHomeToThePath() throws Exception {
        install(bin.resolve("mvn"), "3.8.7");
        install(temp.resolve("maven/bin/mvn"), "4.0.0-rc-4");

        Run run = start(List.of("verify"), "MAVEN_HOME", temp.resolve("maven").toString());

        assertThat(run.output()).isEqualTo("4.0.0-rc-4 ran 'verify'\n");
    }

    @Test
    void fetchesThePinnedMavenOnceWhereTheInstalledOneIsTooOld() throws Exception {
        install(bin.resolve("mvn"), "3.6.2");

        Run first = mvnw("verify");
        Run second = mvnw("package");

        assertThat(first.output()).contains("fetching").endsWith("pinned ran 'verify'\n");
        assertThat(second.output()).isEqualTo("pinned ran 'package'\n");
        assertThat(downloads).hasValue(1);
        assertThat(store()).containsExactly("apache-maven-3.9.11");
    }

    @Test
    void fetchesThePinnedMavenWhereTheInstalledOneIsTooNew() throws Exception {
        install(bin.resolve("mvn"), "5.0.0");

        assertThat(mvnw("verify").output()).endsWith("pinned ran 'verify'\n");
    }

    @Test
    void passesTheExitCodeOn() throws Exception {
        assertThat(mvnw("fail").exitCode()).isEqualTo(3);
    }

    @Test
    void survivesRunsAtOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(
                    process(List.of("verify"), temp.resolve("output-" + i)).start());
        }

        for (int i = 0; i < processes.size(); i++) {
            Run run = finish(processes.get(i), temp.resolve("output-" + i));
            assertThat(run.exitCode()).as(run.output()).isZero();
            assertThat(run.output()).endsWith("pinned ran 'verify'\n");
        }
        assertThat(store()).containsExactly("apache-maven-3.9.11");
        assertThat(temp.resolve("home/.m2/wrapper/apache-maven-3.9.11").toFile().list())
                .containsExactly("bin");
    }

    @Test
    void refusesAnArchiveOfAnotherChecksumAndLeavesNothingBehind() throws Exception {
        String expected = "0".repeat(128);
        pin(expected);

        Run run = mvnw("verify");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output())
                .contains("SHA-512 of")
                .contains("'" + sha512(archive) + "' (expected: " + expected + ")")
                .doesNotContain("ran");
        assertThat(store()).isEmpty();
    }

    @Test
    void saysWhatToDoWhereNothingIsInstalledAndNothingCanBeFetched() throws Exception {
        server.stop(0);

        Run run = mvnw("verify");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output())
                .contains("could not fetch " + url())
                .contains("(expected: an installed Maven >= 3.6.3 and < 5.0.0, or MVNW_URL naming a mirror)");
        assertThat(store()).isEmpty();
    }

    @Test
    void saysThatJavaIsMissingBeforeAnythingElse() throws Exception {
        Run run = start(List.of("verify"), "JAVA_HOME", temp.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).isEqualTo("mvnw: no Java found (expected: a JDK in JAVA_HOME or PATH)\n");
        assertThat(downloads).hasValue(0);
    }

    private void linkTool(String tool) throws IOException {
        for (String folder : System.getenv("PATH").split(":")) {
            Path found = Path.of(folder, tool);
            if (Files.isExecutable(found)) {
                Files.createSymbolicLink(bin.resolve(tool), found);
                return;
            }
        }
    }

    private void pin(String sha512) throws IOException {
        Files.writeString(
                temp.resolve("project/.mvn/wrapper.properties"),
                "minimum=3.6.3\nbelow=5.0.0\nversion=3.9.11\nurl=http://127.0.0.1:1/\nsha512=" + sha512 + "\n");
    }

    /** An archive as Apache's, with a script for a Maven. */
    private byte[] archive() throws Exception {
        install(temp.resolve("apache-maven-3.9.11/bin/mvn"), "pinned");
        Path file = temp.resolve("maven.tar.gz");
        Process tar = new ProcessBuilder("tar", "-czf", file.toString(), "-C", temp.toString(), "apache-maven-3.9.11")
                .start();
        assertThat(tar.waitFor()).isZero();
        return Files.readAllBytes(file);
    }

    private void install(Path file, String version) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                #!/bin/sh
                if [ "$1" = --version ]; then
                  printf '\\033[1mApache Maven %1$s (3e54c93)\\033[m\\nMaven home: /opt\\n'
                  exit
                fi
                printf '%1$s ran'
                printf " '%%s'" "$@"
                echo
                [ "$1" != fail ] || exit 3
                """.formatted(version));
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Run mvnw(String... arguments) throws Exception {
        return start(List.of(arguments), "JAVA_HOME", System.getProperty("java.home"));
    }

    private Run start(List<String> arguments, String name, String value) throws Exception {
        Path output = temp.resolve("output");
        ProcessBuilder builder = process(arguments, output);
        builder.environment().put(name, value);
        return finish(builder.start(), output);
    }

    private ProcessBuilder process(List<String> arguments, Path output) {
        List<String> command =
                new ArrayList<>(List.of("sh", temp.resolve("project/mvnw").toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", bin.toString());
        builder.environment().put("HOME", temp.resolve("home").toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("MVNW_URL", url());
        return builder.redirectErrorStream(true).redirectOutput(output.toFile());
    }

    private Run finish(Process process, Path output) throws Exception {
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends in time").isTrue();
            return new Run(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> store() throws IOException {
        try (Stream<Path> entries = Files.list(temp.resolve("home/.m2/wrapper"))) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/maven.tar.gz";
    }

    private static String sha512(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
    }

    private record Run(int exitCode, String output) {}
}
