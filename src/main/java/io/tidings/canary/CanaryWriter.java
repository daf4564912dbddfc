package io.tidings.canary;

import io.tidings.log.CanaryLog;
import io.tidings.log.LogHead;
import io.tidings.log.UpdateLog;
import io.tidings.topic.LogId;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the logs there are, and writes canaries to those that have brought none for a while. One thread calls. */
final class CanaryWriter {

    private static final Logger logger = LoggerFactory.getLogger(CanaryWriter.class);

    private final WatchedNamespaces namespaces;

    private final UpdateLog log;

    private final CanaryLog canaries;

    private final WatchedLogs logs;

    private final CanaryMetrics metrics;

    private CompletableFuture<Void> asked = CompletableFuture.completedFuture(null);

    CanaryWriter(
            WatchedNamespaces namespaces, UpdateLog log, CanaryLog canaries, WatchedLogs logs, CanaryMetrics metrics) {
        this.namespaces = namespaces;
        this.log = log;
        this.canaries = canaries;
        this.logs = logs;
        this.metrics = metrics;
    }

    /** Asks which logs there are, unless an answer is still awaited. What was known stays where there is none. */
    void find() {
        if (asked.isDone()) {
            asked = log.heads(namespaces.all()).handle((heads, failure) -> {
                if (heads != null) {
                    logs.found(heads.stream().map(LogHead::log).toList());
                }
                return null;
            });
        }
    }

    /** Writes to each log whose turn it is. */
    void write() {
        logs.due().forEach(this::write);
    }

    private void write(LogId due) {
        var unused = canaries.appendCanary(due).whenComplete((published, failure) -> {
            logs.written(due);
            metrics.sent(failure == null);
            if (failure != null) {
                logger.atDebug()
                        .addKeyValue("log", due)
                        .addKeyValue("cause", failure)
                        .log("A canary was not written");
            }
        });
    }
}
