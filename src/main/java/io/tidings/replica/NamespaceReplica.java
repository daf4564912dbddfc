package io.tidings.replica;

import io.tidings.log.LogHead;
import io.tidings.replica.ReplicaMetrics.Discard;
import io.tidings.replica.ReplicaMetrics.Reset;
import io.tidings.topic.Batch;
import io.tidings.topic.Cursor;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.TopicPattern;
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

    /** The most patterns whose view is kept until the next update, for many clients often ask for the same one. */
    private static final int MAX_VIEWS = 64;

    private final Namespace namespace;

    private final ReplicaContext context;

    private final Announcer announcer;

    private final TopicStore topics;

    private final WaitingViews waiting;

    private final NavigableMap<Integer, LogReplica> logs = new TreeMap<>();

    private final Map<TopicPattern, View> views = new HashMap<>();

    private boolean joined;

    private boolean joinedOnce;

    NamespaceReplica(Namespace namespace, ReplicaContext context, Announcer announcer) {
        this.namespace = namespace;
        this.context = context;
        this.announcer = announcer;
        this.topics = new TopicStore(namespace.policy(), context.clock(), context.metrics());
        ReplicaProperties properties = context.properties();
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

    /** Answers at once, or once all logs have been read back. */
    void view(ViewRequest request) {
        if (joined) {
            answer(request);
        } else {
            waiting.add(request);
        }
    }

    /** Notes that the logs are being asked where they end. */
    void asked() {
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
    }

    /** Lets time pass: once for each head check. */
    void tick() {
        waiting.turn();
        topics.sweep();
    }

    /** Refuses all who wait. */
    void close() {
        waiting.forEachTaken(request -> request.refuse("the replica has stopped"));
    }

    @Override
    public Instant windowStart() {
        return context.clock().instant().minus(namespace.policy().history().window());
    }

    @Override
    public void applied(Update update, boolean live) {
        if (!views.isEmpty()) {
            views.clear();
        }
        Update shared = topics.put(update);
        if (live) {
            announcer.updated(shared);
        }
    }

    @Override
    public void readingBack(LogId log, long from) {
        topics.raiseEdge(log, from - 1);
    }

    @Override
    public void joined() {
        joined = (joinedOnce || isComplete()) && logs.values().stream().allMatch(LogReplica::isJoined);
        if (joined) {
            joinedOnce = true;
            waiting.forEachTaken(this::answer);
        }
    }

    @Override
    public void unproven(LogId log, long beginning) {
        topics.raiseEdge(log, beginning - 1);
        announcer.reset(namespace.name());
    }

    private LogReplica readingBack(LogHead head) {
        return LogReplica.readingBack(head, this, context);
    }

    private LogReplica fromStart(LogHead head) {
        return LogReplica.fromStart(head, this, context);
    }

    private void follow(LogReplica log) {
        logs.put(log.id().partition(), log);
        views.clear();
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
        views.clear();
    }

    private void answer(ViewRequest request) {
        if (logs.size() > Cursor.MAX_LOGS) {
            request.refuse("its namespace has over " + Cursor.MAX_LOGS + " logs");
        } else {
            request.answer(view(request.query().pattern()));
        }
    }

    private View view(TopicPattern pattern) {
        View known = views.get(pattern);
        if (known != null) {
            return known;
        }
        Map<LogId, Long> offsets = new HashMap<>();
        logs.values().forEach(log -> offsets.put(log.id(), log.position()));
        View view = new View(false, topics.last(pattern), List.of(), Cursor.of(offsets));
        if (views.size() < MAX_VIEWS) {
            views.put(pattern, view);
        }
        return view;
    }
}
