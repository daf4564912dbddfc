package io.tidings.image;

import io.tidings.testing.Required;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Buildah with a store of its own, as it runs without a container engine and inside of a container. */
final class Buildah {

    private static final Path EXECUTABLE = Path.of("/usr/bin/buildah");

    private final Path folder;

    private Buildah(Path folder) {
        this.folder = folder;
    }

    static Buildah orSkip(Path folder) {
        Required.orSkip("buildah", Files.isExecutable(EXECUTABLE), "no " + EXECUTABLE);
        return new Buildah(folder);
    }

    /** Buildah with these arguments. */
    Command command(List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(EXECUTABLE.toString(), "--storage-driver", "vfs"));
        words.addAll(List.of("--root", folder.resolve("root").toString()));
        words.addAll(List.of("--runroot", folder.resolve("run").toString()));
        words.addAll(arguments);
        return new Command(words, Map.of("BUILDAH_ISOLATION", "chroot"));
    }

    /** Says what the command said, which must have ended well. */
    String text(String... arguments) throws Exception {
        return command(List.of(arguments)).text().strip();
    }

    /** Builds an image in Docker's format, for only that one knows of health checks. */
    void build(String name, Path recipe, Path context, List<String> options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("build", "--format", "docker", "-t", name));
        arguments.addAll(List.of("-f", recipe.toString()));
        arguments.addAll(options);
        arguments.add(context.toString());
        command(arguments).text();
    }

    /** What an image says of itself. */
    JsonNode inspect(String name) throws Exception {
        return JsonMapper.shared()
                .readTree(text("inspect", "--type", "image", name))
                .path("Docker")
                .path("config");
    }

    /** Runs a program in a container, as the image's user; settings are {@code NAME=value}. */
    Command run(String container, List<String> settings, List<String> words) {
        List<String> arguments = new ArrayList<>(List.of("run"));
        settings.forEach(setting -> arguments.addAll(List.of("--env", setting)));
        arguments.addAll(List.of(container, "--"));
        arguments.addAll(words);
        return command(arguments);
    }

    /** Removes all containers and images. */
    void clear() throws Exception {
        text("rm", "--all");
        text("rmi", "--all", "--force");
    }
}
