package io.tidings.testing;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Node, which runs the scripts of clients that are written in JavaScript; their packages come from WebJars. */
public final class Node {

    private static final String WEBJARS = "META-INF/resources/webjars/";

    private static final int PATIENCE_SECONDS = 30;

    private final Path executable;

    private final Path folder;

    private Node(Path executable, Path folder) {
        this.executable = executable;
        this.folder = folder;
    }

    /** What came of a script. */
    public record Outcome(int code, String text) {}

    /** Finds Node on the path; skips the test where there is none. */
    public static Node orSkip(Path folder) {
        Optional<Path> found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(place -> Stream.of(Path.of(place, "node"), Path.of(place, "nodejs")))
                .filter(Files::isExecutable)
                .findFirst();
        Required.orSkip("node", found.isPresent(), "no executable 'node' on the PATH");
        return new Node(found.orElseThrow(), folder);
    }

    /** Lays the scripts of a package into the folder, under its name. */
    public void unpack(String name) throws IOException {
        Resource[] files =
                new PathMatchingResourcePatternResolver().getResources("classpath*:" + WEBJARS + name + "/**/*.*s*");
        for (Resource file : files) {
            String url = file.getURL().toString();
            String path = url.substring(url.indexOf(WEBJARS) + WEBJARS.length());
            if (path.endsWith(".js") || path.endsWith(".json")) {
                lay(file, folder.resolve(path.replaceFirst("^([^/]+)/[^/]+/", "$1/")));
            }
        }
    }

    /** Runs a script of the class path with the folder and more as its arguments, and ends it if it takes too long. */
    public Outcome run(String script, List<String> arguments) throws IOException, InterruptedException {
        Path copy = folder.resolve(Path.of(script).getFileName());
        lay(new ClassPathResource(script), copy);
        List<String> command = new ArrayList<>(List.of(executable.toString(), copy.toString(), folder.toString()));
        command.addAll(arguments);
        return run(new ProcessBuilder(command));
    }

    /** Runs a script's text with variables, on a Node that may be too old to have a WebSocket unasked. */
    public Outcome evaluate(String script, Map<String, String> variables) throws IOException, InterruptedException {
        ProcessBuilder process =
                new ProcessBuilder(executable.toString(), "--experimental-websocket", "--eval", script);
        process.environment().putAll(variables);
        return run(process);
    }

    private Outcome run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path said = folder.resolve("said.txt");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        try {
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            String text = Files.readString(said, StandardCharsets.UTF_8);
            return new Outcome(ended ? process.exitValue() : -1, text);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void lay(Resource file, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        try (InputStream in = file.getInputStream()) {
            Files.write(target, in.readAllBytes());
        }
    }
}
