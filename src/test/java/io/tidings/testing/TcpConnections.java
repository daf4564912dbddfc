package io.tidings.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** The TCP connections of this machine as the kernel lists them, seen from the server's end. Linux only. */
final class TcpConnections {

    private static final String ESTABLISHED = "01";

    private TcpConnections() {}

    /** How many connections stand between a server on this port and its clients. */
    static int established(int port) {
        return established(Path.of("/proc/net/tcp"), port) + established(Path.of("/proc/net/tcp6"), port);
    }

    private static int established(Path table, int port) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        try (Stream<String> lines = Files.lines(table)) {
            return (int) lines.map(line -> line.strip().split("\\s+"))
                    .filter(columns -> columns[1].endsWith(suffix) && columns[3].equals(ESTABLISHED))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
