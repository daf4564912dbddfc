package io.tidings.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthCheckTests {

    @TempDir
    private Path temp;

    @Test
    void complainsWhereNoNodeHasSaidWhomToAsk() throws Exception {
        assertThat(HealthCheck.complaint(null)).startsWith("TIDINGS_PROBE_FILE: not set");
        assertThat(HealthCheck.complaint(temp.resolve("none").toString())).startsWith("no answer: ");
        assertThat(HealthCheck.complaint(Files.createFile(temp.resolve("empty")).toString()))
                .startsWith("no answer: ");
        assertThat(HealthCheck.complaint(
                        Files.writeString(temp.resolve("text"), "x y").toString()))
                .startsWith("no answer: ");
    }
}
