package io.tidings.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that the values in {@code src/docs/operations.md} are taken as they stand there. */
@OnHelm
class ChartDocumentsIT {

    /** Each names the file that it becomes. */
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\\n# ([a-z-]+)\\.yaml\\n(.*?)^```$");

    @TempDir
    private Path folder;

    private String text;

    @BeforeEach
    void read() throws Exception {
        text = Files.readString(Path.of("src/docs/operations.md"));
    }

    @Test
    void takesTheFirstFileWithEachWayIn() throws Exception {
        Path base = blocks("values").get(0);
        List<Path> ways = blocks("way-in");

        assertThat(ways)
                .hasSize(3)
                .allSatisfy(way -> assertThatCode(() -> template(base, way)).doesNotThrowAnyException());
        assertThat(template(base, ways.get(2)).application())
                .contains("brokers:", "web:", "server.ssl.bundle: web")
                .doesNotContain("trusted-proxies");
    }

    @Test
    void takesTheFileThatScales() throws Exception {
        Manifests manifests = template(blocks("values").get(0), blocks("scale").get(0));

        assertThat(manifests.of("HorizontalPodAutoscaler")).hasSize(1);
    }

    private static Manifests template(Path base, Path more) {
        TemplateCommand template = Chart.template(base).withValuesFile(more);
        return Manifests.of(template);
    }

    private List<Path> blocks(String file) throws Exception {
        List<String> found = BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(1).equals(file))
                .map(block -> block.group(2))
                .toList();
        assertThat(found).as(file).isNotEmpty();
        Path written = Files.createDirectory(folder.resolve(file));
        for (int i = 0; i < found.size(); i++) {
            Files.writeString(written.resolve(i + ".yaml"), found.get(i));
        }
        try (var files = Files.list(written)) {
            return files.sorted().toList();
        }
    }
}
