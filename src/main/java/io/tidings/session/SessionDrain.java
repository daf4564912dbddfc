package io.tidings.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Closes the sessions when the node stops, at a pace that the nodes which they go to can take, and before anything stops that
 * they live on: until its turn comes a session gets its updates and heart-beats. It takes no new ones from the first moment.
 */
final class SessionDrain implements SmartLifecycle, ApplicationListener<ContextClosedEvent> {

    /** Only ingest stops earlier, so that other nodes have its partitions by the time sessions come to them. */
    static final int PHASE = Integer.MAX_VALUE - 1;

    private static final Logger logger = LoggerFactory.getLogger(SessionDrain.class);

    private static final long LONGEST_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** What sessions close by are timers of their own, which may be a little late. */
    private static final Duration MARGIN = Duration.ofMillis(500);

    private final ApplicationContext context;

    private final Sessions sessions;

    private final DrainProperties properties;

    private final Duration patience;

    private final SessionMetrics metrics;

    private volatile boolean draining;

    private volatile boolean running;

    SessionDrain(
            ApplicationContext context,
            Sessions sessions,
            DrainProperties properties,
            Duration closeTimeout,
            SessionMetrics metrics) {
        this.context = context;
        this.sessions = sessions;
        this.properties = properties;
        this.patience = properties.settleTimeout().plus(closeTimeout).plus(MARGIN);
        this.metrics = metrics;
    }

    /** Whether the node is stopping, and new sessions belong elsewhere. */
    boolean isDraining() {
        return draining;
    }

    /** Comes before anything stops. Contexts below this one, which stop on their own account, tell of it here too. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        if (event.getApplicationContext() == context) {
            drain(true);
        }
    }

    @Override
    public void start() {
        drain(false);
        running = true;
    }

    /**
     * Returns when all sessions have ended, or their time is over. It blocks: Spring's time-out for each phase, which would
     * cut the period, is for those that stop behind its back.
     */
    @Override
    public void stop() {
        drain(true);
        List<NettySession> all = new ArrayList<>(sessions.all());
        // Clients that came one after another are often neighbours, or one page's reloads.
        Collections.shuffle(all);
        if (!all.isEmpty()) {
            logger.atInfo().addKeyValue("sessions", all.size()).log("Sessions are being closed");
            try {
                close(all);
                awaitEnd(new HashSet<>(all));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            logger.atInfo().addKeyValue("left", sessions.all().size()).log("Sessions are closed");
        }
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** It is not: a node that pauses comes back to the same clients. */
    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void drain(boolean now) {
        draining = now;
        metrics.draining(now);
    }

    private void close(List<NettySession> all) throws InterruptedException {
        DrainPace pace = new DrainPace(all.size(), properties, ThreadLocalRandom.current());
        long start = System.nanoTime();
        for (int i = 0; i < all.size() && !sessions.all().isEmpty(); i++) {
            awaitUntil(start + pace.dueNanos(i));
            NettySession session = all.get(i);
            session.onLoop(() -> leave(session));
        }
    }

    /** Handshakes that were under way may have brought more than have been told. */
    private void awaitEnd(Set<NettySession> told) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!sessions.all().isEmpty() && System.nanoTime() - deadline < 0) {
            sessions.all().stream().filter(told::add).forEach(session -> session.onLoop(() -> leave(session)));
            TimeUnit.NANOSECONDS.sleep(LONGEST_NAP_NANOS);
        }
    }

    /** Or until there is no session any more. */
    private void awaitUntil(long nanos) throws InterruptedException {
        for (long left = nanos - System.nanoTime();
                left > 0 && !sessions.all().isEmpty();
                left = nanos - System.nanoTime()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, LONGEST_NAP_NANOS));
        }
    }

    /** On the session's event loop. */
    private void leave(NettySession session) {
        if (session.leave(CloseCodes.RESTART) && session.isOpen()) {
            var unused = session.loop()
                    .schedule(
                            () -> session.close(CloseCodes.RESTART),
                            properties.settleTimeout().toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }
}
