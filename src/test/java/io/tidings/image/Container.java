package io.tidings.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** A container of an image, whose process is run as a container's runtime would run it. */
final class Container {

    private final Buildah buildah;

    private final JsonNode config;

    private final String name;

    Container(Buildah buildah, String image) throws Exception {
        this.buildah = buildah;
        this.config = buildah.inspect(image);
        this.name = buildah.text("from", "--pull-never", image);
    }

    /** Starts the image's entry point. */
    Process start(List<String> settings, Path output) throws IOException {
        return buildah.run(name, settings, words("Entrypoint")).start(output);
    }

    /** Runs the image's health check once. */
    Command.Outcome checkHealth() throws Exception {
        List<String> test = words(config.path("Healthcheck").path("Test"));
        return buildah.run(name, List.of(), test.subList(1, test.size())).run();
    }

    /** The process in it, below those of buildah; what ends a container sends SIGTERM to this one. */
    static Optional<ProcessHandle> java(Process process) {
        return process.descendants()
                .filter(handle -> handle.info().command().orElse("").contains("/opt/java/bin/java"))
                .findFirst();
    }

    /** All that its user has written. */
    List<Path> written() throws Exception {
        Path root = Path.of(buildah.text("mount", name));
        Integer user = Integer.valueOf(config.path("User").asString().split(":")[0]);
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> user.equals(owner(path)))
                    .map(root::relativize)
                    .toList();
        }
    }

    private static Object owner(Path path) {
        try {
            return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> words(String key) {
        return words(config.path(key));
    }

    private static List<String> words(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asString)
                .toList();
    }
}
