package io.tidings.session;

import io.tidings.fanout.Subscription;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a session stands in the STOMP protocol. Only the session's event loop calls. */
final class StompState {

    /** The most that are remembered of the subscriptions that an operator has ended. */
    private static final int MAX_TAKEN = 1_000;

    private final Map<String, Subscription> subscriptions = new HashMap<>(4);

    private @Nullable Transactions transactions;

    private @Nullable AllowedTopics allowedTopics;

    private Phase phase = Phase.NEW;

    private HeartBeat heartBeat = HeartBeat.NONE;

    private final long bornNanos = System.nanoTime();

    private long lastReadNanos = bornNanos;

    private int publishing;

    private boolean acted;

    /** When the client was last seen to use its session. */
    private long activeNanos = bornNanos;

    /** Empty but for the short time that something waits. */
    private List<Runnable> whenPublished = List.of();

    private @Nullable Runnable whenEnded;

    /** Empty but while the session is suspended. */
    private List<Send> waitingSends = List.of();

    /** The subscriptions that an operator has ended; made when one is. */
    private @Nullable Set<String> taken;

    /** The subscriptions that methods of the service have answered: nothing more comes by them. */
    private Set<String> answered = Set.of();

    /** How far the session has come. */
    enum Phase {
        NEW,
        CONNECTED,
        DISCONNECTING,
        ENDED
    }

    /**
     * What was agreed on; 0 for never.
     *
     * @param sendNanos how often the server sends something at the least
     * @param receiveNanos how often the client does
     */
    record HeartBeat(long sendNanos, long receiveNanos) {

        static final HeartBeat NONE = new HeartBeat(0, 0);
    }

    Phase phase() {
        return phase;
    }

    void connected(HeartBeat agreed) {
        phase = Phase.CONNECTED;
        heartBeat = agreed;
    }

    HeartBeat heartBeat() {
        return heartBeat;
    }

    long bornNanos() {
        return bornNanos;
    }

    void read() {
        lastReadNanos = System.nanoTime();
    }

    long lastReadNanos() {
        return lastReadNanos;
    }

    Map<String, Subscription> subscriptions() {
        return subscriptions;
    }

    /** Made when they are first asked for: few clients use any. */
    Transactions transactions() {
        if (transactions == null) {
            transactions = new Transactions();
        }
        return transactions;
    }

    /** Made when they are first asked for: few namespaces have rules for topics. */
    AllowedTopics allowedTopics() {
        if (allowedTopics == null) {
            allowedTopics = new AllowedTopics();
        }
        return allowedTopics;
    }

    /** The client's last frame; the task runs when all that it published is safe or refused. */
    void disconnecting(Runnable whenAllPublished) {
        phase = Phase.DISCONNECTING;
        whenPublished(whenAllPublished);
    }

    /** Runs a task when all that the client has published so far is safe or refused. */
    void whenPublished(Runnable task) {
        if (whenPublished.isEmpty()) {
            whenPublished = new ArrayList<>(1);
        }
        whenPublished.add(task);
        runWhenPublished();
    }

    int publishing() {
        return publishing;
    }

    /** The client has sent more than a heart-beat. */
    void acted() {
        acted = true;
    }

    /** Whether the client has had no subscription and nothing under way, and sent nothing, for so long. To be called often. */
    boolean isIdle(long nowNanos, long timeoutNanos) {
        if (acted || publishing > 0 || !subscriptions.isEmpty()) {
            acted = false;
            activeNanos = nowNanos;
        }
        return nowNanos - activeNanos > timeoutNanos;
    }

    void publishingStarted() {
        publishing++;
    }

    void publishingEnded() {
        publishing--;
        runWhenPublished();
    }

    /** Keeps the SENDs of a message that come after the one for which the session is suspended. */
    void waitingSends(List<Send> rest) {
        waitingSends = rest;
    }

    List<Send> takeWaitingSends() {
        List<Send> taken = waitingSends;
        waitingSends = List.of();
        return taken;
    }

    /** Sets what is done with the subscriptions that are left when the session ends. */
    void whenEnded(Runnable task) {
        whenEnded = task;
    }

    void end() {
        if (phase != Phase.ENDED) {
            phase = Phase.ENDED;
            transactions = null;
            if (whenEnded != null) {
                whenEnded.run();
            }
        }
    }

    /** Empties the subscriptions and returns those that were there. */
    Collection<Subscription> takeSubscriptions() {
        List<Subscription> taken = new ArrayList<>(subscriptions.values());
        subscriptions.clear();
        return taken;
    }

    /** The ids of the subscriptions that methods of the service have answered. */
    Set<String> answered() {
        return answered;
    }

    /** Notes that a method of the service answers a subscription, until the client ends it. */
    void answered(String id) {
        if (answered.isEmpty()) {
            answered = new HashSet<>(2);
        }
        answered.add(id);
    }

    /** Returns whether there was one of that id. */
    boolean endAnswered(String id) {
        return answered.contains(id) && answered.remove(id);
    }

    /** Notes that an operator has ended a subscription, of which the client may not know yet. */
    void subscriptionTaken(String id) {
        if (taken == null) {
            taken = new LinkedHashSet<>();
        }
        taken.add(id);
        if (taken.size() > MAX_TAKEN) {
            taken.remove(taken.iterator().next());
        }
    }

    /** Whether an operator has ended a subscription since the client was last answered this. */
    boolean wasTaken(String id) {
        return taken != null && taken.remove(id);
    }

    private void runWhenPublished() {
        if (publishing == 0 && !whenPublished.isEmpty()) {
            List<Runnable> tasks = whenPublished;
            whenPublished = List.of();
            tasks.forEach(Runnable::run);
        }
    }
}
