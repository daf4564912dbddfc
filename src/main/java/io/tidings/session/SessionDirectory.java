package io.tidings.session;

import io.netty.channel.EventLoop;
import io.tidings.fanout.Fanout;
import io.tidings.fanout.Subscription;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.web.socket.CloseStatus;

/**
 * Shows this node's sessions to operators, and lets them end what they see. Any thread may call; nothing blocks. What is
 * shown is read on each session's own event loop, in tasks of bounded length; what comes of it completes on a thread of the
 * common pool, or fails where event loops have stopped.
 */
public final class SessionDirectory {

    /** The most sessions that an event loop looks at in one task. */
    private static final int CHUNK = 128;

    /** The most that it counts in one, which takes far less for each. */
    private static final int COUNTED_CHUNK = 1024;

    private final Sessions sessions;

    private final Fanout fanout;

    private final StompFrames frames;

    SessionDirectory(Sessions sessions, Fanout fanout, StompFrames frames) {
        this.sessions = sessions;
        this.fanout = fanout;
        this.frames = frames;
    }

    /** What became of a wish to end a subscription. */
    public enum Ended {
        /** It has ended. */
        ENDED,
        /** The session holds none of that id. */
        NO_SUBSCRIPTION,
        /** There is no such session. */
        NO_SESSION
    }

    /**
     * The next sessions, in the order in which they began.
     *
     * @param after the number of the session that they come after; 0 for the first ones
     * @param limit the most sessions
     */
    public CompletableFuture<List<SessionInfo>> list(SessionFilter filter, long after, int limit) {
        return CompletableFuture.supplyAsync(() -> numbersAfter(after))
                .thenCompose(numbers -> scan(filter, numbers, 0, limit, new ArrayList<>()));
    }

    /** Adds up the sessions. */
    public CompletableFuture<SessionTotals> totals() {
        return CompletableFuture.supplyAsync(() -> numbersAfter(0))
                .thenCompose(numbers -> add(numbers, 0, SessionTotals.NONE));
    }

    /** One session; empty if it has ended. */
    public CompletableFuture<Optional<SessionInfo>> find(long number) {
        return onLoop(number, session -> SessionInfos.of(session, System.nanoTime()));
    }

    /** A session's subscriptions, by their ids; empty if the session has ended. */
    public CompletableFuture<Optional<List<SubscriptionInfo>>> subscriptions(long number) {
        return onLoop(number, SessionInfos::subscriptions);
    }

    /**
     * Ends a session, as if the server had closed it for a reason of its own.
     *
     * @param status a code that a server may send, and a reason of at most 123 bytes
     * @return whether there was a session
     */
    public CompletableFuture<Boolean> close(long number, CloseStatus status) {
        return onLoop(number, session -> {
                    session.close(status);
                    return true;
                })
                .thenApply(closed -> closed.orElse(false));
    }

    /** Ends one subscription, and tells its client with a last MESSAGE. */
    public CompletableFuture<Ended> endSubscription(long number, String id) {
        return onLoop(number, session -> endSubscription(session, id))
                .thenApply(ended -> ended.orElse(Ended.NO_SESSION));
    }

    private Ended endSubscription(NettySession session, String id) {
        Subscription subscription = session.stomp().subscriptions().remove(id);
        if (subscription == null) {
            return Ended.NO_SUBSCRIPTION;
        }
        fanout.unsubscribe(subscription);
        session.stomp().subscriptionTaken(id);
        frames.ended(session.getId(), subscription.request());
        return Ended.ENDED;
    }

    private <T> CompletableFuture<Optional<T>> onLoop(long number, Function<NettySession, T> task) {
        NettySession session = sessions.get(NettySession.id(number));
        if (session == null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return CompletableFuture.supplyAsync(() -> Optional.of(task.apply(session)), session.loop())
                .thenApplyAsync(Function.identity());
    }

    private long[] numbersAfter(long after) {
        return sessions.all().stream()
                .mapToLong(NettySession::number)
                .filter(number -> number > after)
                .sorted()
                .toArray();
    }

    /** Looks at a chunk, and at the next ones until there are enough. */
    private CompletableFuture<List<SessionInfo>> scan(
            SessionFilter filter, long[] numbers, int from, int limit, List<SessionInfo> found) {
        if (from >= numbers.length || found.size() >= limit) {
            return CompletableFuture.completedFuture(found.subList(0, Math.min(found.size(), limit)));
        }
        // Most sessions of a filtered list are only looked at.
        int to = Math.min(from + (filter.isEverything() ? CHUNK : COUNTED_CHUNK), numbers.length);
        return chunk(filter, Arrays.copyOfRange(numbers, from, to))
                .thenComposeAsync(
                        chunk -> {
                            found.addAll(chunk);
                            return scan(filter, numbers, to, limit, found);
                        },
                        ForkJoinPool.commonPool());
    }

    private CompletableFuture<List<SessionInfo>> chunk(SessionFilter filter, long[] numbers) {
        return onLoops(numbers, own -> infos(filter, own))
                .thenApply(parts -> parts.stream()
                        .flatMap(Collection::stream)
                        .sorted(Comparator.comparingLong(SessionInfo::number))
                        .collect(Collectors.toList()));
    }

    /** Adds a chunk, and then the next ones. */
    private CompletableFuture<SessionTotals> add(long[] numbers, int from, SessionTotals before) {
        if (from >= numbers.length) {
            return CompletableFuture.completedFuture(before);
        }
        int to = Math.min(from + COUNTED_CHUNK, numbers.length);
        return onLoops(Arrays.copyOfRange(numbers, from, to), SessionTotals::of)
                .thenComposeAsync(
                        parts -> add(numbers, to, parts.stream().reduce(before, SessionTotals::plus)),
                        ForkJoinPool.commonPool());
    }

    /** Has each event loop do its part of a task about these sessions. */
    private <T> CompletableFuture<List<T>> onLoops(long[] numbers, Function<List<NettySession>, T> task) {
        Map<EventLoop, List<NettySession>> byLoop = new HashMap<>();
        for (long number : numbers) {
            NettySession session = sessions.get(NettySession.id(number));
            if (session != null) {
                byLoop.computeIfAbsent(session.loop(), loop -> new ArrayList<>())
                        .add(session);
            }
        }
        List<CompletableFuture<T>> parts = new ArrayList<>(byLoop.size());
        byLoop.forEach((loop, own) -> parts.add(CompletableFuture.supplyAsync(() -> task.apply(own), loop)));
        return CompletableFuture.allOf(parts.toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> parts.stream().map(CompletableFuture::join).toList());
    }

    private static List<SessionInfo> infos(SessionFilter filter, List<NettySession> own) {
        long now = System.nanoTime();
        return own.stream()
                .filter(filter::accepts)
                .map(session -> SessionInfos.of(session, now))
                .toList();
    }
}
