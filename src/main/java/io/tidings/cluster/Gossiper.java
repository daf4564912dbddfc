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

    private final Duration interval;

    private final Random random = new Random();

    private long said;

    private boolean greets;

    Gossiper(Self self, Members members, Outgoing outgoing, ClusterThread thread, Duration interval) {
        this.self = self;
        this.members = members;
        this.outgoing = outgoing;
        this.thread = thread;
        this.interval = interval;
    }

    /** Begins, and goes on until the thread ends. */
    void begin() {
        say();
        members.forget(thread.nanoTime());
        Duration tenth = interval.dividedBy(GREETING_PARTS);
        var unused = thread.after(interval.minus(tenth).plus(upTo(tenth.multipliedBy(2))), this::begin);
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
            var unused = thread.after(upTo(interval.dividedBy(GREETING_PARTS)), this::greet);
        }
        return heard;
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
