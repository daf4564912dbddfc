package io.tidings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What the files of the Maven wrapper must agree on; {@link MvnwIT} runs the script. */
class WrapperTests {

    @Test
    void pinsAMavenOfTheAcceptedRangeInTheApacheArchive() throws Exception {
        Properties pinned = pinned();
        String version = pinned.getProperty("version");

        assertThat(Version.parse(version))
                .isGreaterThanOrEqualTo(Version.parse(pinned.getProperty("minimum")))
                .isLessThan(Version.parse(pinned.getProperty("below")));
        assertThat(pinned.getProperty("url"))
                .isEqualTo("https://archive.apache.org/dist/maven/maven-3/%1$s/binaries/apache-maven-%1$s-bin.tar.gz"
                        .formatted(version));
        assertThat(pinned.getProperty("sha512")).matches("[0-9a-f]{128}");
    }

    @Test
    void endsEveryLineOfTheBatchFileAsWindowsWantsIt() throws Exception {
        assertThat(Files.readString(Path.of("mvnw.cmd")).replace("\r\n", "")).doesNotContain("\n", "\r");
        assertThat(Files.readString(Path.of("mvnw"))).doesNotContain("\r");
    }

    private static Properties pinned() throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(".mvn/wrapper.properties"))) {
            properties.load(reader);
        }
        return properties;
    }
}
