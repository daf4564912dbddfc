package io.tidings.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** Where a run of the laboratory keeps its files, which stay for whoever looks into it afterwards. */
final class LabFolder {

    private static final Path ROOT = Path.of("target", "lab");

    private LabFolder() {}

    /** An empty folder for a run. */
    static Path of(String run) {
        Path folder = ROOT.resolve(run);
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }
}
