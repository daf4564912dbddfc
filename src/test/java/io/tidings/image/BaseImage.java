package io.tidings.image;

import io.tidings.testing.Required;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Stands for both bases of the image, where there is no registry to fetch one from: a Java runtime linked from the machine's
 * own JDK 25, a shell and the few tools that the build stage calls, and the machine's C library. There is nothing else in it.
 */
final class BaseImage {

    private static final Path JVMS = Path.of("/usr/lib/jvm");

    private static final List<String> TOOLS = List.of("sh", "env", "cp", "mkdir", "find", "touch");

    private static final Pattern LIBRARY = Pattern.compile("\\s((?:/usr)?/lib\\S*\\.so\\S*) \\(0x");

    private final Path root;

    private BaseImage(Path root) {
        this.root = root;
    }

    /** Lays one out in a folder; skips the test where there is no JDK 25. */
    static Path orSkip(Path root) throws Exception {
        Optional<Path> jdk = jdk();
        Required.orSkip("buildah", jdk.isPresent(), "no JDK 25 in " + JVMS);
        BaseImage base = new BaseImage(root);
        base.layOut(jdk.orElseThrow());
        return root;
    }

    private static Optional<Path> jdk() throws IOException {
        if (!Files.isDirectory(JVMS)) {
            return Optional.empty();
        }
        try (Stream<Path> found = Files.list(JVMS)) {
            return found.filter(BaseImage::isJdk25).findFirst();
        }
    }

    private static boolean isJdk25(Path jdk) {
        try {
            return Files.isExecutable(jdk.resolve("bin/jlink"))
                    && Files.readString(jdk.resolve("release")).contains("JAVA_VERSION=\"25");
        } catch (IOException e) {
            return false;
        }
    }

    private void layOut(Path jdk) throws Exception {
        Files.createDirectories(root.resolve("usr/bin"));
        Files.createSymbolicLink(root.resolve("bin"), Path.of("usr/bin"));
        Files.setPosixFilePermissions(
                Files.createDirectory(root.resolve("tmp")), PosixFilePermissions.fromString("rwxrwxrwx"));
        Path java = root.resolve("opt/java");
        link(jdk, java);
        List<Path> linked = new ArrayList<>(List.of(java.resolve("bin/java"), java.resolve("lib/server/libjvm.so")));
        linked.addAll(libraries(java.resolve("lib")));
        for (String tool : TOOLS) {
            linked.add(Files.copy(
                    Path.of("/usr/bin", tool), root.resolve("usr/bin").resolve(tool)));
        }
        lend(linked);
    }

    /** With the compiler, so that it will do for the build stage too. */
    private static void link(Path jdk, Path target) throws Exception {
        Command.of(List.of(
                        jdk.resolve("bin/jlink").toString(),
                        "--add-modules",
                        "java.se,jdk.compiler,jdk.crypto.ec,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs",
                        "--strip-debug",
                        "--no-header-files",
                        "--no-man-pages",
                        "--output",
                        target.toString()))
                .text();
    }

    private static List<Path> libraries(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> FileSystems.getDefault()
                            .getPathMatcher("glob:**.so")
                            .matches(file))
                    .toList();
        }
    }

    /** Copies the machine's libraries that these programs want. */
    private void lend(List<Path> programs) throws Exception {
        List<String> command = new ArrayList<>(List.of("ldd"));
        programs.forEach(program -> command.add(program.toString()));
        List<Path> wanted = LIBRARY.matcher(Command.of(command).text())
                .results()
                .map(match -> Path.of(match.group(1)))
                .distinct()
                .toList();
        for (Path library : wanted) {
            Path copy = root.resolve(library.toString().substring(1));
            Files.createDirectories(copy.getParent());
            Files.copy(library.toRealPath(), copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
