package io.tidings.replica;

import io.tidings.replica.ReplicaMetrics.Discard;
import io.tidings.topic.Batch;
import io.tidings.topic.Namespace;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import io.tidings.topic.UnknownNamespaceException;
import io.tidings.topic.Update;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * This node's picture of every topic, in order and without gaps.
 *
 * <p>One thread owns all of it. Any thread may call; nothing blocks. Once stopped it stays so.
 */
public final class Replica implements SmartLifecycle {

    /** Starts after the relay, and before ingest. */
    public static final int PHASE = 200;

    private static final Logger logger = LoggerFactory.getLogger(Replica.class);

    private static final Duration STOP_TIMEOUT = Duration.ofMillis(400);

    private final NamespaceReplicas replicas;

    private final Inbox inbox;

    private final ReplicaContext context;

    private final ScheduledExecutorService thread;

    private volatile boolean running;

    /** A replica that begins when it is started; the executor is its own, and has one thread. */
    Replica(NamespaceReplicas replicas, Inbox inbox, ReplicaContext context, ScheduledExecutorService thread) {
        this.replicas = replicas;
        this.inbox = inbox;
        this.context = context;
        this.thread = thread;
    }

    /**
     * Has everything told to the listener that is applied from now on. To be called before the start.
     *
     * @throws IllegalStateException if there is a listener already
     */
    public void listen(ReplicaListener listener) {
        replicas.listen(listener);
    }

    /**
     * Takes a batch: from the relay, or, while that is down, one that an ephemeral namespace's publisher made here. Where
     * too much waits already it is discarded; what is durable is then read from the log.
     */
    public void offer(Batch batch) {
        if (!inbox.offerRelayed(Footprint.of(batch), () -> replicas.offer(batch))) {
            context.metrics().discarded(Discard.INBOX_FULL);
        }
    }

    /**
     * Asks for a view, ordered against updates: everything applied before is in it, and everything applied after it comes
     * through the listener. While the pattern's namespace has not been read back, the view waits for that.
     *
     * @param then called with it on the replica's thread; it must be quick and must not block
     * @param otherwise called instead if there will be no view: on the calling thread, or the replica's
     * @throws UnknownNamespaceException if the pattern's namespace is not served here
     */
    public void view(ViewQuery query, Consumer<View> then, Consumer<ReplicaUnavailableException> otherwise) {
        Namespace namespace = replicas.namespace(query.pattern().namespace());
        ViewRequest request = new ViewRequest(query, then, otherwise);
        boolean taken = inbox.offerRequest(
                () -> replicas.view(namespace, request), () -> request.refuse("the replica has stopped"));
        if (!taken) {
            request.refuse(inbox.isClosed() ? "the replica has stopped" : "too many wait already");
        }
    }

    /**
     * A {@link #view} for whoever need not have it ordered against updates. It completes on a thread of the common pool,
     * with a {@link ReplicaUnavailableException} where a view is refused.
     *
     * @throws UnknownNamespaceException if the pattern's namespace is not served here
     */
    public CompletableFuture<View> view(ViewQuery query) {
        CompletableFuture<View> view = new CompletableFuture<>();
        view(query, view::complete, view::completeExceptionally);
        return view.thenApplyAsync(Function.identity());
    }

    /**
     * The topic's last value, as a {@link #view} would have it; empty where there is none. It completes on a thread of the
     * common pool, with a {@link ReplicaUnavailableException} where a view is refused.
     *
     * @throws UnknownNamespaceException if the topic's namespace is not served here
     */
    public CompletableFuture<Optional<Update>> last(Topic topic) {
        return view(ViewQuery.lastValues(new TopicPattern(topic.name())))
                .thenApply(known -> known.lastValues().stream().findFirst());
    }

    /**
     * The names of the topics that are known of a namespace. The replica's thread does no more for it than to copy them,
     * and not even that where no topic has come or gone since it was asked last.
     *
     * @return completes on a thread of the common pool; with a {@link ReplicaUnavailableException} where the replica has
     *     stopped, has too much to do, or has not read the namespace back
     * @throws UnknownNamespaceException if the namespace is not served here
     */
    public CompletableFuture<TopicNames> names(String namespace) {
        Namespace known = replicas.namespace(namespace);
        return ask(() -> replicas.names(known), "topics of '" + namespace + "'");
    }

    /**
     * What is known of some topics, in their order; nothing of those that are not known.
     *
     * @param topics not more than some hundreds: they are looked up at one go
     * @return as {@link #names}
     */
    public CompletableFuture<List<TopicFacts>> facts(Collection<Topic> topics) {
        return ask(() -> replicas.facts(topics), "topics");
    }

    /**
     * Runs a task on the replica's thread, ordered against updates, views and other tasks. It does not wait for a namespace
     * to be read back: a view that was asked for earlier may come later.
     *
     * @throws ReplicaUnavailableException if too many tasks wait already; not if the replica has stopped: then nothing runs
     */
    public void execute(Runnable task) {
        if (!inbox.offerRequest(task, () -> {}) && !inbox.isClosed()) {
            throw new ReplicaUnavailableException("task: too many wait already");
        }
    }

    /** What tells publishers which update an idempotency key stands for. */
    public Originals originals() {
        return replicas.originals();
    }

    /** Whether every configured namespace has been read back; from then on until the stop. */
    public boolean isReady() {
        return running && replicas.isReady();
    }

    @Override
    public void start() {
        if (inbox.isClosed()) {
            throw new IllegalStateException("replica: stopped (expected: not started yet)");
        }
        running = true;
        inbox.putAnswer(replicas::begin);
        long interval = context.properties().headCheckInterval().toMillis();
        var unused =
                thread.scheduleWithFixedDelay(() -> Inbox.doSafely(replicas::tick), 0, interval, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        running = false;
        inbox.close();
        thread.shutdown();
        if (hasEnded()) {
            inbox.refuseRest();
            replicas.close();
        } else {
            logger.atWarn().log("Replica's thread did not end in time");
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** It is not: a replica that pauses falls behind. */
    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private <T> CompletableFuture<T> ask(Supplier<T> question, String what) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        boolean taken = inbox.offerRequest(
                () -> complete(answer, question),
                () -> answer.completeExceptionally(
                        new ReplicaUnavailableException(what + ": the replica has stopped")));
        if (!taken) {
            answer.completeExceptionally(new ReplicaUnavailableException(what + ": stopped, or too many wait already"));
        }
        return answer.thenApplyAsync(Function.identity());
    }

    private static <T> void complete(CompletableFuture<T> answer, Supplier<T> question) {
        try {
            answer.complete(question.get());
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    ReplicaStatus status() {
        return replicas.status();
    }

    private boolean hasEnded() {
        try {
            return thread.awaitTermination(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
