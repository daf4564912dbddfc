package io.tidings.cluster;

import io.tidings.cluster.NodeMessage.Goodbye;
import io.tidings.cluster.NodeMessage.Gossip;
import java.time.Duration;
import java.util.Random;

/** Tells the other nodes of this one, every so often and whenever one is new, and listens to them. The cluster's thread owns it. */
final class Gossiper {

    /** A new node is told of the others after at most this part of the interval, not by all of them in one moment. */
    private static final int GREETING_PARTS = 10;

    private final Self self;

    private final Members members;

    private final Outgoing outgoing;

    private final ClusterThread thread;

    private final ClusterProperties properties;

    private final Random random = new Random();

    private long said;

    private boolean greets;

    private long linkedAt;

    Gossiper(Self self, Members members, Outgoing outgoing, ClusterThread thread, ClusterProperties properties) {
        this.self = self;
        this.members = members;
        this.outgoing = outgoing;
        this.thread = thread;
        this.properties = properties;
        this.linkedAt = thread.nanoTime();
    }

    /** Begins, and goes on until the thread ends. */
    void begin() {
        say();
        forget(thread.nanoTime());
        Duration interval = properties.gossipInterval();
        Duration tenth = interval.dividedBy(GREETING_PARTS);
        var unused = thread.after(interval.minus(tenth).plus(upTo(tenth.multipliedBy(2))), this::begin);
    }

    /** Tells of this node at once, for there is a new link to a broker. */
    void linked() {
        linkedAt = thread.nanoTime();
        say();
    }

    /** Tells of this node now. */
    void say() {
        outgoing.tellAll(self.gossip(++said));
    }

    /** Takes leave of the others, so that they need not miss this node. */
    void sayGoodbye() {
        outgoing.tellAll(new Goodbye(self.id()));
    }

    Members.Heard hear(Gossip gossip) {
        Members.Heard heard = members.heard(gossip, thread.nanoTime());
        if (heard == Members.Heard.NEW && !greets) {
            greets = true;
            var unused = thread.after(upTo(properties.gossipInterval().dividedBy(GREETING_PARTS)), this::greet);
        }
        return heard;
    }

    /**
     * Forgets who has been silent for long, while there was a link to hear them by. Who was silent only because there was
     * none may be there, and must be named as missing. Looks for the link too, as it may be back before it is told of.
     */
    private void forget(long now) {
        if (!outgoing.isLinked()) {
            linkedAt = now;
        } else if (now - linkedAt > properties.forgetAfter().toNanos()) {
            members.forget(now);
        }
    }

    /** One word greets all who have come meanwhile. */
    private void greet() {
        greets = false;
        say();
    }

    private Duration upTo(Duration longest) {
        return Duration.ofNanos((long) (random.nextDouble() * longest.toNanos()));
    }
}
