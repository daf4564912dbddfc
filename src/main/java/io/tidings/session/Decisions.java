package io.tidings.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.web.socket.CloseStatus;

/**
 * Lets a client's frame wait for a decision that takes time, such as whether a token holds, and the session's later frames
 * behind it. No decision in time, and one that fails, refuse the frame.
 */
final class Decisions {

    private final DecisionProperties properties;

    private final StompErrors errors;

    private final StompFrames frames;

    Decisions(DecisionProperties properties, StompErrors errors, StompFrames frames) {
        this.properties = properties;
        this.errors = errors;
        this.frames = frames;
    }

    /** The frame that waits: what its ERROR would refer to. */
    record Waiting(StompCommand command, @Nullable String receipt) {}

    /**
     * Goes on when the decision is there: at once if it is, or else later, unless the session has ended. To be called last
     * when a frame is handled, on the session's event loop.
     *
     * @param decision fails with a {@link StompRefusal} to tell the client why; others may wait for it too
     * @param then called on the session's event loop; may throw a {@link StompRefusal}
     */
    <T> void await(NettySession session, Waiting frame, CompletableFuture<T> decision, Consumer<T> then) {
        if (decision.isDone()) {
            decided(session, frame, decision, then);
            return;
        }
        session.suspend();
        CompletableFuture<T> inTime = decision.copy();
        Future<?> timer = session.loop()
                .schedule(
                        () -> inTime.completeExceptionally(tooLate()),
                        properties.decisionTimeout().toMillis(),
                        TimeUnit.MILLISECONDS);
        var unused = inTime.whenComplete((decided, failure) -> session.onLoop(() -> {
            timer.cancel(false);
            try {
                decided(session, frame, inTime, then);
            } catch (RuntimeException | Error e) {
                session.close(CloseStatus.SERVER_ERROR);
                throw e;
            } finally {
                session.resume();
            }
        }));
    }

    private <T> void decided(NettySession session, Waiting frame, CompletableFuture<T> decision, Consumer<T> then) {
        if (!session.isOpen()) {
            return;
        }
        try {
            then.accept(decision.join());
        } catch (RuntimeException e) {
            MessagingException failure = new MessagingException("Could not decide", e);
            frames.send(session.getId(), errors.refused(frame.command(), frame.receipt(), failure));
        }
    }

    private static StompRefusal tooLate() {
        return new StompRefusal("access: not decided in time (expected: a later attempt)");
    }
}
