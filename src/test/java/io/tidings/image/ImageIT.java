package io.tidings.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.testing.FreePorts;
import io.tidings.testing.Operator;
import io.tidings.testing.StompClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Builds the image from the jar that the build has made, on a base of this machine's own, and runs it. */
class ImageIT {

    private static final String BASE = "localhost/base";

    private static final String IMAGE = "localhost/tidings";

    private static final String TOKEN = "a-token-for-the-test-of-the-image";

    @TempDir
    private static Path temp;

    private static Buildah buildah;

    @BeforeAll
    static void build() throws Exception {
        buildah = Buildah.orSkip(temp.resolve("store"));
        Path base = BaseImage.orSkip(temp.resolve("base"));
        Path recipe = Files.writeString(
                temp.resolve("Dockerfile"), "FROM scratch\nCOPY . /\nENV PATH=/opt/java/bin:/usr/bin\n");
        buildah.build(BASE, recipe, base, List.of());
        buildah.build(
                IMAGE,
                Path.of("Dockerfile"),
                context(),
                List.of(
                        "--build-arg=BASE=" + BASE,
                        "--build-arg=BASE_BUILD=" + BASE,
                        "--build-arg=JAR=tidings.jar",
                        "--build-arg=REVISION=abc"));
    }

    @AfterAll
    static void clear() throws Exception {
        if (buildah != null) {
            buildah.clear();
        }
    }

    @Test
    void servesSessionsFromTheArchiveWritesToTmpOnlyAndEndsWhenToldTo() throws Exception {
        int port = FreePorts.next();
        Container container = new Container(buildah, IMAGE);
        Path output = temp.resolve("output.txt");
        Process process = container.start(
                List.of(
                        "SERVER_ADDRESS=127.0.0.1",
                        "SERVER_PORT=" + port,
                        "TIDINGS_ADMIN_TOKEN=" + TOKEN,
                        // Fails to start where the archive does not fit.
                        "JAVA_TOOL_OPTIONS=-XX:AOTMode=on"),
                output);
        try {
            await().until(() -> !process.isAlive() || container.checkHealth().code() == 0);
            assertThat(process.isAlive()).as(Files.readString(output)).isTrue();
            publishAndReceive(port);

            ProcessHandle java = Container.java(process).orElseThrow();
            java.destroy();

            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(output)).contains("exited with status 143");
            assertThat(container.checkHealth().code()).isEqualTo(1);
            assertThat(container.written()).isNotEmpty().allMatch(file -> file.startsWith("tmp"));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void saysWhatItIs() throws Exception {
        JsonNode config = buildah.inspect(IMAGE);
        JsonNode labels = config.path("Labels");

        assertThat(config.path("User").asString()).isEqualTo("10001:10001");
        assertThat(config.path("ExposedPorts").has("8080/tcp")).isTrue();
        assertThat(config.path("StopSignal").asString()).isIn("SIGTERM", "15");
        assertThat(labels.path("org.opencontainers.image.title").asString()).isEqualTo("Tidings");
        assertThat(labels.path("org.opencontainers.image.revision").asString()).isEqualTo("abc");
        assertThat(labels.path("org.opencontainers.image.base.name").asString()).isEqualTo(BASE);
    }

    private static Path context() throws Exception {
        Path context = Files.createDirectories(temp.resolve("context"));
        Path source = Path.of("src/main/image");
        Files.copy(Path.of("target/tidings.jar"), context.resolve("tidings.jar"));
        Files.createDirectories(context.resolve(source));
        for (String file : List.of("Rehearsal.java", "jvm.flags")) {
            Files.copy(source.resolve(file), context.resolve(source).resolve(file));
        }
        return context;
    }

    private static void publishAndReceive(int port) {
        try (StompClient client = StompClient.connect(port)) {
            client.subscribe("0", "/topic/news.#");
            Operator.ok(new Operator(port, TOKEN).post("/api/topics/news.hello", "{\"headline\":\"Hello\"}"));

            assertThat(client.message().text()).isEqualTo("{\"headline\":\"Hello\"}");
        }
    }
}
