package io.tidings.replica;

import io.tidings.log.LogHead;
import io.tidings.replica.ReplicaMetrics.Discard;
import io.tidings.replica.ReplicaMetrics.Reset;
import io.tidings.topic.Batch;
import io.tidings.topic.Cursor;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Update;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the logs of one durable namespace and knows its topics. All on the replica's thread. */
final class NamespaceReplica implements LogOwner {

    private static final Logger logger = LoggerFactory.getLogger(NamespaceReplica.class);

    private final Namespace namespace;

    private final ReplicaContext context;

    private final Announcer announcer;

    private final KeyedUpdates keyed;

    private final TopicStore topics;

    private final Views views;

    private final WaitingViews waiting;

    private final NavigableMap<Integer, LogReplica> logs = new TreeMap<>();

    /** How many times the logs have been asked where they end. */
    private long questions;

    private boolean joined;

    private boolean joinedOnce;

    NamespaceReplica(Namespace namespace, ReplicaContext context, Announcer announcer, KeyedUpdates keyed) {
        this.namespace = namespace;
        this.context = context;
        this.announcer = announcer;
        this.keyed = keyed;
        this.topics = new TopicStore(namespace.policy(), context.clock(), context.metrics());
        ReplicaProperties properties = context.properties();
        this.views = new Views(topics, properties.maxRecovery(), context.metrics());
        this.waiting = new WaitingViews(properties.inbox().requests(), properties.headChecks(properties.viewTimeout()));
    }

    Namespace namespace() {
        return namespace;
    }

    TopicStore topics() {
        return topics;
    }

    /** Whether all logs have been read back. */
    boolean isJoined() {
        return joined;
    }

    ReplicaStatus status() {
        int joinedLogs = 0;
        int behind = 0;
        for (LogReplica log : logs.values()) {
            joinedLogs += log.isJoined() ? 1 : 0;
            behind += log.isBehind() ? 1 : 0;
        }
        return new ReplicaStatus(logs.size(), joinedLogs, behind, topics.size(), topics.bytes());
    }

    /** Takes a batch from the relay. One of a log that is not known yet is left to the head check. */
    void offer(LogId id, Batch batch) {
        LogReplica log = logs.get(id.partition());
        if (log == null || !log.id().equals(id)) {
            context.metrics().discarded(Discard.UNKNOWN_LOG);
        } else {
            log.offer(batch);
        }
    }

    /** Answers at once, or once all logs have been read back, and as far as the query's cursor goes. */
    void view(ViewRequest request) {
        View kept = joined ? views.kept(request.query()) : null;
        if (kept != null) {
            request.answer(kept);
            return;
        }
        WaitingView view = new WaitingView(request, namespace.name(), questions);
        if (!joined || !isAnswered(view, positions())) {
            waiting.add(view);
        }
    }

    /** Notes that the logs are being asked where they end. */
    void asked() {
        questions++;
        logs.values().forEach(LogReplica::asked);
    }

    /**
     * Takes the answer. Logs that it names before the namespace has joined are read back; one that comes up later has just
     * been made. A log that the answer does not name stays as it is, unless the topic was made anew.
     */
    void answered(List<LogHead> heads) {
        boolean reset = dropOtherEpochs(heads);
        for (LogHead head : heads) {
            LogReplica log = logs.get(head.log().partition());
            if (log == null) {
                follow(joinedOnce ? fromStart(head) : readingBack(head));
            } else if (!log.answered(head.head())) {
                drop(log, Reset.TRUNCATED);
                follow(readingBack(head));
                reset = true;
            }
        }
        joined();
        if (reset) {
            announcer.reset(namespace.name());
        }
        compare(heads);
    }

    /** Lets time pass: once for each head check. */
    void tick() {
        retryWaiting();
        waiting.turn(
                joined ? "this node has not got as far as its cursor in time" : "its namespace has not joined in time");
        topics.sweep();
    }

    /** Refuses all who wait. */
    void close() {
        waiting.refuse("the replica has stopped");
    }

    @Override
    public Instant windowStart() {
        return context.clock().instant().minus(namespace.policy().history().window());
    }

    @Override
    public Instant precedingStart() {
        return windowStart().minus(keyed.window());
    }

    @Override
    public void preceding(Update update) {
        keyed.note(update);
    }

    @Override
    public void applied(Update update, boolean live) {
        if (update.topic().isCanary()) {
            pass(update, live);
            return;
        }
        Update original = keyed.take(update);
        if (original == null) {
            return;
        }
        views.changed();
        Update shared = topics.put(original);
        if (live) {
            announcer.updated(shared);
        }
    }

    @Override
    public void readingBack(LogId log, long from) {
        topics.edges().raiseRead(log, from - 1);
    }

    @Override
    public void joined() {
        joined = (joinedOnce || isComplete()) && logs.values().stream().allMatch(LogReplica::isJoined);
        if (joined) {
            joinedOnce = true;
            retryWaiting();
        }
    }

    @Override
    public void unproven(LogId log, long beginning) {
        topics.edges().raiseLost(log, beginning - 1);
        announcer.reset(namespace.name());
    }

    /** A canary is news to whoever waits for it, and nothing of it is kept: no topic, no last value, no history. */
    private void pass(Update canary, boolean live) {
        if (live) {
            announcer.updated(canary);
        }
    }

    private LogReplica readingBack(LogHead head) {
        return LogReplica.readingBack(head, this, context);
    }

    private LogReplica fromStart(LogHead head) {
        return LogReplica.fromStart(head, this, context);
    }

    private void follow(LogReplica log) {
        logs.put(log.id().partition(), log);
        views.changed();
        log.pursue();
    }

    /** Whether no log is missing below the highest one: an answer may be silent about one that has no leader now. */
    private boolean isComplete() {
        return !logs.isEmpty() && logs.size() == logs.lastKey() + 1;
    }

    private boolean dropOtherEpochs(List<LogHead> heads) {
        if (heads.isEmpty()) {
            return false;
        }
        String epoch = heads.get(0).log().epoch();
        List<LogReplica> others = logs.values().stream()
                .filter(log -> !log.id().epoch().equals(epoch))
                .toList();
        others.forEach(log -> drop(log, Reset.NEW_EPOCH));
        return !others.isEmpty();
    }

    private void drop(LogReplica log, Reset reason) {
        logger.atWarn()
                .addKeyValue("log", log.id())
                .addKeyValue("position", log.position())
                .addKeyValue("reason", reason)
                .log("Log is begun anew");
        context.metrics().reset(reason);
        log.drop();
        logs.remove(log.id().partition());
        topics.forget(log.id());
        keyed.forget(log.id());
        if (reason == Reset.TRUNCATED) {
            // What a client has seen below may not be what stands there now; and who saw all of it has seen nothing
            // since.
            topics.edges().raiseLost(log.id(), log.end());
        }
        views.changed();
    }

    /** What still waits may wait for something that the logs do not have; until one is known, an answer says nothing. */
    private void compare(List<LogHead> heads) {
        if (waiting.isEmpty() || logs.isEmpty()) {
            return;
        }
        Map<LogId, Long> now = positions();
        Map<Integer, LogHead> byPartition = new HashMap<>();
        heads.forEach(head -> byPartition.put(head.log().partition(), head));
        waiting.forEach(view -> view.answered(byPartition, now, questions));
        retryWaiting();
    }

    private void retryWaiting() {
        if (joined && !waiting.isEmpty()) {
            Map<LogId, Long> now = positions();
            waiting.retry(view -> isAnswered(view, now));
        }
    }

    private boolean isAnswered(WaitingView view, Map<LogId, Long> now) {
        ViewRequest request = view.request();
        if (logs.size() > Cursor.MAX_LOGS) {
            request.refuse("its namespace has over " + Cursor.MAX_LOGS + " logs");
            return true;
        }
        if (view.doubt() == null && !view.isCaughtUp(now)) {
            return false;
        }
        request.answer(views.view(request.query(), now, view.doubt()));
        return true;
    }

    private Map<LogId, Long> positions() {
        Map<LogId, Long> positions = new HashMap<>();
        logs.values().forEach(log -> positions.put(log.id(), log.position()));
        return positions;
    }
}
