package io.tidings.cluster;

import io.tidings.cluster.NodeMessage.Answering;
import io.tidings.cluster.NodeMessage.Asking;
import io.tidings.cluster.NodeMessage.Goodbye;
import io.tidings.cluster.NodeMessage.Gossip;
import io.tidings.relay.NodeMessages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.SmartLifecycle;

/** Knows the other nodes by what they say over the relay. Once stopped it stays so. */
final class RelayedCluster implements Cluster, SmartLifecycle {

    /** After the relay, so that it takes leave before that is gone. */
    static final int PHASE = 150;

    private final Self self;

    private final ClusterProperties properties;

    private final ClusterThread thread;

    private final ClusterMetrics metrics;

    private final NodeMessages messages;

    private final Members members;

    private final Answerers answerers;

    private final Outgoing outgoing;

    private final Gossiper gossiper;

    private final Questions questions;

    private final AtomicInteger asked = new AtomicInteger();

    private volatile boolean running;

    /**
     * A node that listens to the others, and begins to speak when it is started.
     *
     * @throws IllegalArgumentException if the longest message can never be sent, or never be read
     */
    RelayedCluster(
            Self self,
            ClusterProperties properties,
            ClusterThread thread,
            NodeMessages messages,
            ClusterMetrics metrics) {
        properties.checkCarries(messages.maxBytes());
        this.self = self;
        this.properties = properties;
        this.thread = thread;
        this.metrics = metrics;
        this.messages = messages;
        this.members = new Members(properties);
        this.answerers = new Answerers(self.id(), properties.questions().maxAnswered(), thread);
        this.outgoing =
                new Outgoing(messages, thread.bucket(properties.maxSendRate().toBytes()), metrics);
        this.gossiper = new Gossiper(self, members, outgoing, thread, properties);
        this.questions = new Questions(self.id(), thread, answerers, outgoing, metrics);
        metrics.nodes(state -> members.count(state, thread.nanoTime()));
        long inbox = properties.inbox().toBytes();
        messages.listen(self.id(), new Incoming(self.id(), inbox, thread, metrics, this::receive)::take);
    }

    @Override
    public String id() {
        return self.id();
    }

    @Override
    public boolean knows(String node) {
        return node.equals(self.id()) || members.knows(node);
    }

    @Override
    public Node self() {
        return self.now();
    }

    @Override
    public List<Node> nodes() {
        return withOthers(self());
    }

    @Override
    public void count(NodeCounts counts) {
        self.counts().add(counts);
    }

    @Override
    public void answer(String question, Answerer answerer) {
        answerers.add(question, answerer);
    }

    @Override
    public CompletableFuture<Answers> ask(Question question, Duration deadline) {
        return ask(NodeMessages.ALL, everyone(), question, deadline);
    }

    @Override
    public CompletableFuture<Answers> ask(String node, Question question, Duration deadline) {
        List<Node> nodes =
                everyone().stream().filter(known -> known.id().equals(node)).toList();
        return nodes.isEmpty()
                ? CompletableFuture.completedFuture(nobody(List.of(node)))
                : ask(node, nodes, question, deadline);
    }

    /** Tells of this node at once, for there is a new link to a broker. */
    void linked() {
        if (running) {
            thread.execute(gossiper::linked);
        }
    }

    @Override
    public void start() {
        running = true;
        thread.execute(gossiper::begin);
    }

    @Override
    public void stop() {
        running = false;
        thread.stop(() -> {
            gossiper.sayGoodbye();
            questions.endAll();
        });
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** It is not: a node that pauses would be missed. */
    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private List<Node> everyone() {
        return withOthers(self.uncounted());
    }

    private List<Node> withOthers(Node first) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(first);
        nodes.addAll(members.nodes(thread.nanoTime()));
        return nodes;
    }

    private CompletableFuture<Answers> ask(String to, List<Node> nodes, Question question, Duration deadline) {
        if (deadline.toMillis() < 1 || deadline.compareTo(Question.LONGEST_DEADLINE) > 0) {
            throw new IllegalArgumentException(
                    "deadline: " + deadline + " (expected: 1ms to " + Question.LONGEST_DEADLINE + ")");
        }
        int max = properties.questions().maxAsked();
        if (asked.incrementAndGet() > max) {
            asked.decrementAndGet();
            metrics.refused();
            return CompletableFuture.failedFuture(new TooManyQuestionsException(max));
        }
        CompletableFuture<Answers> answers = new CompletableFuture<>();
        boolean runs = thread.execute(() -> {
            var unused = questions
                    .ask(to, nodes, question, deadline, maxBytes(nodes.size()))
                    .thenAccept(answers::complete);
        });
        if (!runs) {
            answers.complete(nobody(nodes.stream().map(Node::id).toList()));
        }
        return answers.whenComplete((all, failure) -> asked.decrementAndGet());
    }

    /** An equal part of what all answers may have, as far as a message can carry it. */
    private int maxBytes(int nodes) {
        long part = properties.questions().maxAnswers().toBytes() / nodes;
        return (int) Math.min(part, messages.maxBytes() - NodeMessageFormat.MAX_HEADER_BYTES);
    }

    private static Answers nobody(List<String> nodes) {
        return new Answers(
                List.of(),
                nodes.stream()
                        .map(node -> new Answers.Missing(node, Answers.Reason.UNREACHABLE))
                        .toList());
    }

    private void receive(NodeMessage message) {
        if (message instanceof Gossip gossip) {
            heard(gossiper.hear(gossip));
        } else if (message instanceof Goodbye) {
            members.left(message.from(), thread.nanoTime());
        } else if (message instanceof Asking asking) {
            asked(asking);
        } else if (message instanceof Answering answering) {
            questions.answered(answering);
        }
    }

    private void heard(Members.Heard heard) {
        if (heard == Members.Heard.OLD) {
            metrics.dropped("old");
        } else if (heard == Members.Heard.TOO_MANY) {
            metrics.dropped("max-nodes");
        }
    }

    /** Answers go to the one that asked, whom this node may not know yet. */
    private void asked(Asking asking) {
        int fits = Math.min(asking.maxBytes(), messages.maxBytes() - NodeMessageFormat.MAX_HEADER_BYTES);
        Asking bounded = new Asking(asking.from(), asking.id(), asking.question(), asking.withinMillis(), fits);
        answerers.answer(bounded, answer -> outgoing.send(asking.from(), answer));
    }
}
