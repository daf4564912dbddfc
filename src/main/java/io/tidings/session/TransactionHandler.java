package io.tidings.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

/**
 * BEGIN, COMMIT and ABORT, and SEND frames within a transaction: they are checked and confirmed at once, and published on
 * COMMIT.
 */
final class TransactionHandler implements FrameHandler {

    static final String TRANSACTION = "transaction";

    private final SendHandler sending;

    private final StompFrames frames;

    TransactionHandler(SendHandler sending, StompFrames frames) {
        this.sending = sending;
        this.frames = frames;
    }

    /** SEND, within a transaction or not. */
    @Override
    public void handle(NettySession session, StompHeaderAccessor frame, Message<?> message) {
        String transaction = frame.getFirstNativeHeader(TRANSACTION);
        if (transaction == null) {
            sending.handle(session, frame, message);
        } else {
            Send send = Send.of(frame, message);
            sending.check(session, send, () -> hold(session, transaction, send));
        }
    }

    void begin(NettySession session, StompHeaderAccessor frame, Message<?> message) {
        session.stomp().transactions().begin(id(frame));
        frames.receipt(session.getId(), frame.getReceipt(), null);
    }

    void commit(NettySession session, StompHeaderAccessor frame, Message<?> message) {
        List<Send> held = session.stomp().transactions().end(id(frame));
        String receipt = frame.getReceipt();
        Decisions.Waiting commit = new Decisions.Waiting(StompCommand.COMMIT, receipt);
        sending.publishAll(
                session,
                held,
                commit,
                () -> session.stomp().whenPublished(() -> frames.receipt(session.getId(), receipt, null)));
    }

    void abort(NettySession session, StompHeaderAccessor frame, Message<?> message) {
        session.stomp().transactions().end(id(frame));
        frames.receipt(session.getId(), frame.getReceipt(), null);
    }

    private void hold(NettySession session, String transaction, Send send) {
        session.stomp().transactions().add(transaction, send.withoutReceipt());
        frames.receipt(session.getId(), send.receipt(), null);
    }

    private static String id(StompHeaderAccessor frame) {
        @Nullable String id = frame.getFirstNativeHeader(TRANSACTION);
        if (id == null) {
            throw new StompRefusal("transaction: missing (expected: a header with it)");
        }
        return id;
    }
}
