package io.tidings.replica;

import io.tidings.replica.ReplicaMetrics.Discard;
import io.tidings.topic.Batch;
import io.tidings.topic.Cursor;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Namespaces;
import io.tidings.topic.NodeId;
import io.tidings.topic.Source;
import io.tidings.topic.Topic;
import io.tidings.topic.UnknownNamespaceException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All namespaces that this node follows: the configured ones, and those that came up by the default. */
final class NamespaceReplicas {

    private static final Logger logger = LoggerFactory.getLogger(NamespaceReplicas.class);

    private final Namespaces namespaces;

    private final ReplicaContext context;

    private final Announcer announcer;

    private final EphemeralSources ephemeral;

    private final KeyedUpdates keyed;

    private final ReplicaMemory memory;

    private final HeadCheck headCheck;

    private final Map<String, NamespaceReplica> durable = new TreeMap<>();

    private volatile ReplicaStatus status = ReplicaStatus.NONE;

    private volatile boolean ready;

    NamespaceReplicas(Namespaces namespaces, ReplicaContext context, Announcer announcer, ReplicaMemory memory) {
        this.namespaces = namespaces;
        this.context = context;
        this.announcer = announcer;
        this.ephemeral =
                new EphemeralSources(context.properties().maxSources(), announcer, context.metrics(), context.clock());
        this.keyed = new KeyedUpdates(context);
        this.memory = memory;
        this.headCheck = new HeadCheck(context);
    }

    /** Any thread. */
    ReplicaStatus status() {
        return status;
    }

    /** Whether the configured namespaces have all joined, once. Any thread. */
    boolean isReady() {
        return ready;
    }

    /**
     * The namespace of this name. Any thread.
     *
     * @throws UnknownNamespaceException if it is not served here
     */
    Namespace namespace(String name) {
        return namespaces.get(name);
    }

    /** Any thread. */
    Originals originals() {
        return keyed;
    }

    void listen(ReplicaListener listener) {
        announcer.listen(listener);
    }

    /** Follows the configured namespaces. */
    void begin() {
        namespaces.configured().forEach(this::follow);
    }

    /** Takes a batch from the relay, or from this node's own publishers where it is ephemeral. */
    void offer(Batch batch) {
        Source source = batch.source();
        Namespace namespace = known(source.namespace());
        if (namespace == null) {
            context.metrics().discarded(Discard.UNKNOWN_NAMESPACE);
        } else if (source instanceof LogId log && namespace.policy().durable()) {
            replica(namespace).offer(log, batch);
        } else if (source instanceof NodeId node && !namespace.policy().durable()) {
            ephemeral.offer(node, batch);
        } else {
            context.metrics().discarded(Discard.WRONG_SOURCE);
        }
    }

    void view(Namespace namespace, ViewRequest request) {
        if (namespace.policy().durable()) {
            replica(namespace).view(request);
        } else {
            request.answer(nothing(request.query()));
        }
    }

    /**
     * The names of the topics of a namespace; none of an ephemeral one, of which nothing is kept.
     *
     * @throws ReplicaUnavailableException if it has not been read back
     */
    TopicNames names(Namespace namespace) {
        if (!namespace.policy().durable()) {
            return TopicNames.NONE;
        }
        NamespaceReplica replica = replica(namespace);
        if (!replica.isJoined()) {
            throw new ReplicaUnavailableException(
                    "topics of '" + namespace.name() + "': the namespace has not been read back");
        }
        return replica.topics().names();
    }

    /** What is known of these topics, in their order; nothing of those that are not known. */
    List<TopicFacts> facts(Collection<Topic> topics) {
        List<TopicFacts> facts = new ArrayList<>(topics.size());
        for (Topic topic : topics) {
            NamespaceReplica replica = durable.get(topic.namespace());
            TopicFacts known = replica == null ? null : replica.topics().facts(topic);
            if (known != null) {
                facts.add(known);
            }
        }
        return facts;
    }

    /** Lets time pass: once for each head check. */
    void tick() {
        durable.values().forEach(NamespaceReplica::tick);
        headCheck.tick(durable.values());
        status =
                durable.values().stream().map(NamespaceReplica::status).reduce(ReplicaStatus.NONE, ReplicaStatus::plus);
        if (!ready && namespaces.configured().stream().allMatch(this::hasJoined)) {
            ready = true;
            logger.atInfo()
                    .addKeyValue(
                            "uptimeMillis", ManagementFactory.getRuntimeMXBean().getUptime())
                    .addKeyValue("logs", status.logs())
                    .addKeyValue("topics", status.topics())
                    .log("Every namespace has been read back: the node is ready");
        }
    }

    /** Refuses all who wait. */
    void close() {
        ready = false;
        durable.values().forEach(NamespaceReplica::close);
    }

    private View nothing(ViewQuery query) {
        boolean gap = query.since() != null;
        if (gap) {
            context.metrics().unprovenView(Doubt.EPHEMERAL);
        } else {
            context.metrics().viewed();
        }
        return new View(gap, List.of(), List.of(), Cursor.of(Map.of()));
    }

    private @Nullable Namespace known(String name) {
        try {
            return namespaces.get(name);
        } catch (UnknownNamespaceException e) {
            return null;
        }
    }

    private void follow(Namespace namespace) {
        if (namespace.policy().durable()) {
            replica(namespace);
        }
    }

    private NamespaceReplica replica(Namespace namespace) {
        NamespaceReplica known = durable.get(namespace.name());
        if (known != null) {
            return known;
        }
        NamespaceReplica replica = new NamespaceReplica(namespace, context, announcer, keyed);
        durable.put(namespace.name(), replica);
        memory.add(replica.topics());
        return replica;
    }

    private boolean hasJoined(Namespace namespace) {
        NamespaceReplica replica = durable.get(namespace.name());
        return !namespace.policy().durable() || (replica != null && replica.isJoined());
    }
}
