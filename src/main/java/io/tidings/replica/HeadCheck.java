package io.tidings.replica;

import io.tidings.log.LogHead;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks where the logs end, one question at a time, and hands the answer to the namespaces. On the replica's thread. */
final class HeadCheck {

    private static final Logger logger = LoggerFactory.getLogger(HeadCheck.class);

    private final ReplicaContext context;

    private final Backoff backoff;

    private boolean asking;

    private boolean failing;

    HeadCheck(ReplicaContext context) {
        this.context = context;
        this.backoff = context.backoff();
    }

    /** Asks for the logs of these namespaces, unless an answer is awaited or failures call for patience. */
    void tick(Collection<NamespaceReplica> namespaces) {
        if (asking || namespaces.isEmpty() || !backoff.turn()) {
            return;
        }
        asking = true;
        List<NamespaceReplica> asked = List.copyOf(namespaces);
        asked.forEach(NamespaceReplica::asked);
        context.reads().heads(asked.stream().map(NamespaceReplica::namespace).toList(), (heads, failure) -> {
            asking = false;
            answered(asked, heads, failure);
        });
    }

    private void answered(List<NamespaceReplica> asked, @Nullable List<LogHead> heads, @Nullable Throwable failure) {
        if (heads == null) {
            failed(failure);
            return;
        }
        succeeded();
        Map<String, List<LogHead>> byNamespace =
                heads.stream().collect(Collectors.groupingBy(head -> head.log().namespace()));
        asked.forEach(replica ->
                replica.answered(byNamespace.getOrDefault(replica.namespace().name(), List.of())));
    }

    private void failed(@Nullable Throwable failure) {
        context.metrics().readFailed();
        backoff.failed();
        if (!failing) {
            failing = true;
            logger.atWarn().addKeyValue("failure", String.valueOf(failure)).log("Log's heads are not to be had");
        }
    }

    private void succeeded() {
        backoff.succeeded();
        if (failing) {
            failing = false;
            logger.atInfo().log("Log's heads are to be had again");
        }
    }
}
