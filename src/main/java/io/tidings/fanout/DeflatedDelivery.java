package io.tidings.fanout;

import io.netty.buffer.ByteBuf;
import io.tidings.topic.Update;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives the updates of a group to members whose clients take them compressed, in one of two forms, each of which is made
 * once for all. Who follows the group's context gets messages that refer to earlier ones; to the others updates go by
 * themselves, compressed where they are large enough and get smaller by it.
 */
final class DeflatedDelivery {

    private final Group group;

    private final Deflation deflation;

    private @Nullable SharedContext context;

    DeflatedDelivery(Group group, Deflation deflation) {
        this.group = group;
        this.deflation = deflation;
    }

    void deliver(Lane lane, Members live, List<Update> updates) {
        SharedContext shared = context(lane.deflaters());
        int following = shared == null ? 0 : shared.admit(live);
        if (following < live.size()) {
            deliverSingle(lane, shared, live, updates);
        }
        if (shared != null && following > 0) {
            deliverLinked(lane, shared, live, updates);
        }
    }

    /** A member has gone. */
    void left(Outbox outbox) {
        if (context != null) {
            outbox.leave(context);
        }
    }

    /** The group has ended. */
    void close(Lane lane) {
        if (context != null) {
            lane.deflaters().close(context);
            context = null;
        }
    }

    private @Nullable SharedContext context(Deflaters deflaters) {
        if (context == null) {
            context = deflaters.open(deflation.maxContexts());
        }
        return context;
    }

    private void deliverSingle(Lane lane, @Nullable SharedContext shared, Members live, List<Update> updates) {
        ByteBuf plain = lane.encoder().encode(group, updates);
        lane.keepUntilFlushed(plain);
        ByteBuf deflated = deflated(lane, plain, updates);
        ByteBuf frames = deflated != null ? deflated : plain;
        int outboxes = 0;
        for (int i = 0; i < live.size(); i++) {
            Outbox outbox = live.get(i).outbox();
            if (shared == null || !shared.isFollowedBy(outbox)) {
                if (deflated != null) {
                    outbox.deflated(Outbox.NOTHING_TO_REFER_TO);
                }
                outbox.share(frames);
                lane.flushLater(outbox);
                outboxes++;
            }
        }
        count(lane, updates, frames, outboxes);
    }

    private @Nullable ByteBuf deflated(Lane lane, ByteBuf plain, List<Update> updates) {
        if (plain.readableBytes() < deflation.minBytes()) {
            return null;
        }
        ByteBuf deflated = lane.deflaters().single(group, updates);
        lane.keepUntilFlushed(deflated);
        return deflated.readableBytes() < plain.readableBytes() ? deflated : null;
    }

    private void deliverLinked(Lane lane, SharedContext shared, Members live, List<Update> updates) {
        long number = lane.deflaters().nextNumber();
        long before = shared.next(number);
        ByteBuf frames = lane.deflaters().linked(shared, group, updates);
        lane.keepUntilFlushed(frames);
        int outboxes = 0;
        for (int i = 0; i < live.size(); i++) {
            Outbox outbox = live.get(i).outbox();
            if (outbox.lastDeflated() == before) {
                outbox.deflated(number);
                outbox.share(frames);
                lane.flushLater(outbox);
                outboxes++;
            }
        }
        count(lane, updates, frames, outboxes);
    }

    private static void count(Lane lane, List<Update> updates, ByteBuf frames, int outboxes) {
        lane.meters().encoded(updates.size());
        lane.meters().written((long) frames.readableBytes() * outboxes);
    }
}
