package io.tidings.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** The chart, rendered as Helm renders it. */
final class Chart {

    static final Path FOLDER = Path.of("helm/tidings");

    /** Says what Helm shows after an installation, which it does not when it only renders. */
    private static final String NOTES = """
            kind: Notes
            metadata: {name: notes}
            text: |
              {{- include (print $.Template.BasePath "/NOTES.txt") . | nindent 2 }}
            """;

    private static final Path COPY = copy();

    private static final Map<Path, Manifests> RENDERED = new ConcurrentHashMap<>();

    private Chart() {}

    static LintResult lint() {
        return new Helm(FOLDER).lint().strict().call();
    }

    /** The values that the chart is rendered with by whoever changes it. */
    static List<Path> cases() {
        try (Stream<Path> files = Files.list(FOLDER.resolve("ci"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path memory() {
        return FOLDER.resolve("ci/memory-values.yaml");
    }

    static Path cluster() {
        return FOLDER.resolve("ci/cluster-values.yaml");
    }

    static Path secure() {
        return FOLDER.resolve("ci/secure-values.yaml");
    }

    /** As the release `live` in the namespace `news`, with the pod of the test and the notes. */
    static TemplateCommand template(Path values) {
        return new Helm(COPY)
                .template()
                .withName("live")
                .withNamespace("news")
                .withKubeVersion("1.33.0")
                .withValuesFile(values);
    }

    static Manifests render(Path values) {
        return RENDERED.computeIfAbsent(values, file -> Manifests.of(template(file)));
    }

    static String read(String file) {
        try {
            return Files.readString(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Helm shows no hooks when it only renders, so the pod of the test is none here. */
    private static Path copy() {
        try {
            Path copy = Files.createTempDirectory("tidings-chart");
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(() -> FileSystemUtils.deleteRecursively(copy.toFile()), "tidings-chart"));
            FileSystemUtils.copyRecursively(FOLDER, copy);
            Path test = copy.resolve("templates/tests/session.yaml");
            Files.writeString(test, Files.readString(test).replace("helm.sh/hook: test", "test: hook"));
            Files.writeString(copy.resolve("templates/notes.yaml"), NOTES);
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
