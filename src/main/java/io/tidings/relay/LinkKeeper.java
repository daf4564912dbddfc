package io.tidings.relay;

import io.tidings.relay.LinkFailure.Kind;
import io.tidings.relay.LinkState.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.messaging.tcp.TcpOperations;

/**
 * Keeps one link to one of the brokers: calls them in turn until one answers, and again when the link breaks. All that it
 * knows belongs to its one thread. It is used once.
 */
final class LinkKeeper implements StompLink.Owner {

    private static final Logger logger = LoggerFactory.getLogger(LinkKeeper.class);

    private final RelayProperties properties;

    private final TcpOperations<byte[]> client;

    private final Inbound inbound;

    private final RelayMetrics metrics;

    private final Consumer<Boolean> onChange;

    private final List<BrokerAddress> brokers;

    private final StompFrames frames;

    private final Backoff backoff;

    private final ScheduledExecutorService executor;

    private final Set<Kind> logged = EnumSet.noneOf(Kind.class);

    private volatile LinkState state;

    private volatile @Nullable StompLink link;

    private boolean up;

    private boolean everUp;

    private int attempts;

    private boolean stopping;

    /**
     * A keeper that does nothing until {@link #start}.
     *
     * @param onChange told on the keeper's thread when the link comes up and when it goes
     */
    LinkKeeper(
            RelayProperties properties,
            TcpOperations<byte[]> client,
            Inbound inbound,
            RelayMetrics metrics,
            Consumer<Boolean> onChange) {
        this.properties = properties;
        this.client = client;
        this.inbound = inbound;
        this.metrics = metrics;
        this.onChange = onChange;
        this.brokers = properties.brokers();
        this.frames = new StompFrames(properties, inbound.node());
        this.backoff = new Backoff(properties.reconnect(), new Random());
        this.executor = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "relay"));
        this.state = state(Phase.DISCONNECTED, "", "not connected yet");
    }

    void start() {
        execute(this::connect);
    }

    /** Takes leave of the broker, without waiting for its answer, and ends. */
    void stop(Duration atMost) {
        CompletableFuture<Void> left = new CompletableFuture<>();
        execute(() -> leave(left));
        left.completeOnTimeout(null, atMost.toNanos(), TimeUnit.NANOSECONDS).join();
        executor.shutdownNow();
    }

    /** The link, if it is open. */
    @Nullable
    StompLink link() {
        StompLink current = link;
        return current != null && current.isOpen() ? current : null;
    }

    LinkState state() {
        return state;
    }

    @Override
    public void up(StompLink opened) {
        execute(() -> opened(opened));
    }

    @Override
    public void down(StompLink closed, LinkFailure failure) {
        execute(() -> closed(closed, failure));
    }

    @Override
    public void received(@Nullable String subscription, byte[] body) {
        inbound.receive(subscription, body);
    }

    private void connect() {
        if (stopping) {
            return;
        }
        BrokerAddress broker = brokers.get(attempts++ % brokers.size());
        Unsent unsent = new Unsent(properties.nodeMessages().maxUnsent().toBytes());
        StompLink opening = new StompLink(broker, frames, new Unconfirmed(properties.maxUnconfirmed()), unsent, this);
        link = opening;
        schedule(opening::expireOpening, properties.connectTimeout());
        try {
            Future<?> unused = client.connectAsync(opening); // It tells the link.
        } catch (RuntimeException e) {
            opening.afterConnectFailure(e);
        }
    }

    private void opened(StompLink opened) {
        if (stopping || !opened.isOpen()) {
            return;
        }
        up = true;
        logged.clear();
        state = state(Phase.CONNECTED, opened.address().toString(), "");
        logger.atInfo().addKeyValue("address", opened.address()).log("Connected to the broker");
        if (everUp) {
            metrics.reconnected();
        }
        everUp = true;
        watch(opened);
        change(true);
    }

    /** Looks after unconfirmed batches for as long as the link is open. */
    private void watch(StompLink watched) {
        if (watched.isOpen()) {
            watched.expireUnconfirmed(properties.receiptTimeout().toNanos());
            schedule(() -> watch(watched), properties.receiptTimeout().dividedBy(4));
        }
    }

    private void closed(StompLink closed, LinkFailure failure) {
        if (stopping) {
            return;
        }
        metrics.failed(failure.kind());
        boolean wasUp = up;
        up = false;
        Instant now = Instant.now();
        if (wasUp && state.since().plus(properties.reconnect().max()).isBefore(now)) {
            backoff.reset(); // A link that breaks as soon as it is made gets ever longer pauses too.
        }
        Instant since = wasUp ? now : state.since();
        state = new LinkState("stomp", Phase.DISCONNECTED, closed.address().toString(), since, failure.message());
        log(closed.address(), failure);
        schedule(this::connect, backoff.next());
        if (wasUp) {
            change(false);
        }
    }

    /** One WARN for each kind of failure until the link is up again: the attempts would fill the log. */
    private void log(BrokerAddress address, LinkFailure failure) {
        logger.atLevel(logged.add(failure.kind()) ? Level.WARN : Level.DEBUG)
                .addKeyValue("address", address)
                .addKeyValue("failure", failure.kind())
                .addKeyValue("reason", failure.message())
                .log("No link to the broker; trying on");
    }

    private void leave(CompletableFuture<Void> left) {
        stopping = true;
        state = state(Phase.STOPPED, state.address(), "stopped");
        StompLink last = link;
        if (last == null) {
            left.complete(null);
        } else {
            last.disconnect(() -> left.complete(null));
        }
        if (up) {
            change(false);
        }
    }

    private void change(boolean up) {
        metrics.connected(up);
        onChange.accept(up);
    }

    private void execute(Runnable task) {
        schedule(task, Duration.ZERO);
    }

    private void schedule(Runnable task, Duration after) {
        try {
            Future<?> unused = executor.schedule(() -> run(task), after.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            logger.atTrace().setCause(e).log("The relay has stopped");
        }
    }

    /** A listener that fails must not end what keeps the link. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            logger.atError().setCause(e).log("The relay's own work failed");
        }
    }

    private static LinkState state(Phase phase, String address, String reason) {
        return new LinkState("stomp", phase, address, Instant.now(), reason);
    }
}
