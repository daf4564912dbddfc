package io.tidings.log;

import io.tidings.topic.Namespace;
import io.tidings.topic.Namespaces;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kafka topics of the durable namespaces, as they are now: a thread of its own looks at them again and again, and has
 * those made that are missing. Any thread may ask; nothing blocks.
 */
public final class KafkaTopics implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(KafkaTopics.class);

    private static final Status INITIAL = new Status(null, "not asked yet");

    private final Map<String, Namespace> wanted = new ConcurrentHashMap<>();

    private volatile Map<String, KafkaTopic> known = Map.of();

    private volatile Set<String> missing = Set.of();

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, KafkaTopics::newThread);

    private final TopicInspection inspection;

    private final Duration interval;

    private @Nullable CompletableFuture<Void> refreshing;

    private volatile Status status = INITIAL;

    /** Watches the namespaces that are configured, and others once asked for. */
    KafkaTopics(TopicInspection inspection, Namespaces namespaces, Duration interval) {
        this.inspection = inspection;
        this.interval = interval;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        namespaces.configured().stream()
                .filter(namespace -> namespace.policy().durable())
                .forEach(namespace -> wanted.put(namespace.kafkaTopic(), namespace));
    }

    /** Begins to look at the topics, in the background. */
    void start() {
        Runnable look = () -> {
            CompletableFuture<Void> unused = refresh();
        };
        ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The topic of this name as it was seen last; null where it is missing or has not been seen yet. */
    public @Nullable KafkaTopic get(String kafkaTopic) {
        return known.get(kafkaTopic);
    }

    /** The names of the topics that were there at the last look; empty before the first that reached Kafka. */
    public Set<String> present() {
        return known.keySet();
    }

    /**
     * The same as {@link #get} for topics that have been looked at, and waits for a look at those that have not.
     *
     * @return by Kafka topic, without those that are missing; fails where Kafka cannot be reached
     */
    CompletableFuture<Map<String, KafkaTopic>> find(Collection<Namespace> namespaces) {
        if (namespaces.stream().allMatch(this::isSettled)) {
            return CompletableFuture.completedFuture(present(namespaces));
        }
        namespaces.forEach(namespace -> wanted.putIfAbsent(namespace.kafkaTopic(), namespace));
        return refresh()
                .thenCompose(done -> namespaces.stream().allMatch(this::isSettled) ? done() : refresh())
                .thenApply(done -> present(namespaces));
    }

    /** Forgets a topic that Kafka has just not known: who asks next waits for a new look. */
    synchronized void lookAgain(String kafkaTopic) {
        Map<String, KafkaTopic> rest = new HashMap<>(known);
        rest.remove(kafkaTopic);
        known = Map.copyOf(rest);
    }

    /** How the last look went. */
    Status status() {
        return status;
    }

    /** The client that the looks are made with; there is one once {@link #find} has completed. */
    Admin admin() {
        return inspection.admin();
    }

    /**
     * How a look at Kafka went.
     *
     * @param clusterId Kafka's id of the cluster; null until it has been reached
     * @param failure why it cannot be reached; null if it can
     */
    record Status(@Nullable String clusterId, @Nullable String failure) {

        boolean isReached() {
            return failure == null;
        }

        /** Whether it was looked for and not reached. */
        boolean isAway() {
            return failure != null && !equals(INITIAL);
        }
    }

    /** The Kafka topics that are wanted and were missing at the last look. */
    Set<String> missing() {
        return missing;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        inspection.close();
    }

    /** Joins the look that is under way, which need not know of a topic that is wanted since. */
    private synchronized CompletableFuture<Void> refresh() {
        if (refreshing == null || refreshing.isDone()) {
            try {
                refreshing = CompletableFuture.runAsync(this::look, thread);
            } catch (RejectedExecutionException e) {
                return CompletableFuture.failedFuture(new LogUnavailableException("log: stopped", e));
            }
        }
        return refreshing;
    }

    /** On the thread. */
    private void look() {
        Map<String, Namespace> asked = Map.copyOf(wanted);
        try {
            Map<String, KafkaTopic> seen = inspection.look(asked.values());
            found(seen, asked.keySet());
            report(new Status(inspection.clusterId(), null));
        } catch (RuntimeException e) {
            report(new Status(status.clusterId(), String.valueOf(e.getMessage())));
            throw e;
        }
    }

    private synchronized void found(Map<String, KafkaTopic> seen, Set<String> asked) {
        Set<String> notSeen = new TreeSet<>(asked);
        notSeen.removeAll(seen.keySet());
        known = Map.copyOf(seen);
        missing = Set.copyOf(notSeen);
    }

    /** Says once that Kafka went away, or is there. */
    private void report(Status now) {
        boolean first = status.equals(INITIAL);
        boolean wasReached = status.isReached();
        status = now;
        if (now.isReached() && !wasReached) {
            logger.atInfo()
                    .addKeyValue("cluster", now.clusterId())
                    .addKeyValue("missing", missing)
                    .log("Reached Kafka");
        } else if (!now.isReached() && (wasReached || first) && !thread.isShutdown()) {
            logger.atWarn().addKeyValue("cause", now.failure()).log("Cannot reach Kafka, trying again");
        }
    }

    private boolean isSettled(Namespace namespace) {
        return known.containsKey(namespace.kafkaTopic()) || missing.contains(namespace.kafkaTopic());
    }

    private Map<String, KafkaTopic> present(Collection<Namespace> namespaces) {
        Map<String, KafkaTopic> present = new HashMap<>(known);
        present.keySet()
                .retainAll(namespaces.stream().map(Namespace::kafkaTopic).collect(Collectors.toSet()));
        return present;
    }

    private static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "log-topics");
        thread.setDaemon(true);
        return thread;
    }
}
