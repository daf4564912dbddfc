package io.tidings.lab;

import io.tidings.lab.Crowd.Seen;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Ends the nodes of a service one after another, as an upgrade does, and starts each again before the next one's turn. */
final class RollingRestart {

    private final Service service;

    private final Crowd crowd;

    RollingRestart(Service service, Crowd crowd) {
        this.service = service;
        this.crowd = crowd;
    }

    /**
     * What a node's restart was like.
     *
     * @param sessions how many it had
     * @param stop how long it took from SIGTERM to the end of the process
     * @param start how long from its start until it was ready
     * @param stopping what clients saw of the one
     * @param starting what they saw of the other
     */
    record Turn(int node, long sessions, Duration stop, Duration start, Seen stopping, Seen starting) {

        /** A row of {@link #table}. */
        String row() {
            return String.format(
                    "| %d | %d | %.1f s | %d | %d ms | %d ms | %.1f s | %d ms |",
                    node,
                    sessions,
                    stop.toMillis() / 1e3,
                    stopping.connectsASecond(),
                    stopping.moved().toMillis(),
                    stopping.stayed().toMillis(),
                    start.toMillis() / 1e3,
                    starting.stayed().toMillis());
        }
    }

    /** Restarts so many of the nodes. */
    List<Turn> run(int nodes) throws IOException {
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            turns.add(restart(i));
        }
        return turns;
    }

    /** As Markdown. */
    static String table(List<Turn> turns) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| node | its sessions | SIGTERM to end | connects in the worst second | longest silence, clients that move"
                        + " | that stay | start to ready | longest silence meanwhile |");
        lines.add("|---|---|---|---|---|---|---|---|");
        turns.forEach(turn -> lines.add(turn.row()));
        return String.join("\n", lines);
    }

    private Turn restart(int number) throws IOException {
        NodeProcess node = service.node(number);
        long sessions = Math.round(node.meter("tidings_session_open"));
        long begun = System.nanoTime();
        node.stop();
        long ended = System.nanoTime();
        node.start();
        node.awaitReady();
        long ready = System.nanoTime();
        return new Turn(
                number,
                sessions,
                Duration.ofNanos(ended - begun),
                Duration.ofNanos(ready - ended),
                crowd.seen(begun, ended),
                crowd.seen(ended, ready));
    }
}
