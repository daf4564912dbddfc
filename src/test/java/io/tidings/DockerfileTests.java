package io.tidings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.FileSystemResource;

/** What the image's recipe must agree on with the build, the application and the chart. */
class DockerfileTests {

    private final String dockerfile = read("Dockerfile");

    @Test
    void takesTheJarThatTheBuildMakes() {
        String jar = first(read("pom.xml"), "<finalName>(.+)</finalName>") + ".jar";

        assertThat(dockerfile).contains("-jar target/" + jar + " extract").contains("\"-jar\", \"" + jar + "\"");
    }

    @Test
    void copiesEveryLayerTheChangingOnesLast() {
        assertThat(Pattern.compile("layers/([a-z-]+)/ ")
                        .matcher(dockerfile)
                        .results()
                        .map(match -> match.group(1)))
                .containsExactly("dependencies", "spring-boot-loader", "snapshot-dependencies", "application");
    }

    @Test
    void exposesThePortOfTheApplication() throws Exception {
        Object port = new YamlPropertySourceLoader()
                .load("application", new FileSystemResource("src/main/resources/application.yaml"))
                .get(0)
                .getProperty("server.port");

        assertThat(first(dockerfile, "EXPOSE (\\d+)")).isEqualTo(String.valueOf(port));
    }

    @Test
    void runsAsTheUserOfTheChartByNumber() {
        String user = first(dockerfile, "(?m)^USER (\\d+):\\d+$");

        assertThat(Integer.parseInt(user)).isPositive();
        assertThat(first(read("helm/tidings/values.yaml"), "(?m)^runAsUser: (\\d+)$"))
                .isEqualTo(user);
    }

    @Test
    void givesTheApplicationTheBuildsOptionsOfTheJvm() {
        assertThat(dockerfile).contains("\"" + first(read("pom.xml"), "<jvmArguments>(.+)</jvmArguments>") + "\"");
    }

    @Test
    void rehearsesWithTheOptionsThatTheArchiveIsFor() {
        String rehearsal = read("src/main/image/Rehearsal.java");
        String entryPoint = first(dockerfile, "(?m)^ENTRYPOINT \\[\"java\", (.+), \"-XX:AOTCache=tidings.aot\", .+]$");

        assertThat(entryPoint.split(", ")).isNotEmpty().allMatch(rehearsal::contains);
        assertThat(rehearsal).contains("ARCHIVE = \"tidings.aot\"");
    }

    @Test
    void labelsTheBuildsVersion() {
        assertThat(first(dockerfile, "ARG VERSION=(.+)"))
                .isEqualTo(first(read("pom.xml"), "(?s)<artifactId>tidings</artifactId>\\s*<version>([^<]+)<"));
    }

    @Test
    void checksHealthWithAClassThatStands() {
        String check = first(dockerfile, "\"(io\\.tidings\\.[A-Za-z.]+)\"]");

        assertThat(Path.of("src/main/java", check.replace('.', '/') + ".java")).exists();
    }

    private static String first(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no match of " + pattern));
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
