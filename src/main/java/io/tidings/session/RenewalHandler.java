package io.tidings.session;

import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

/**
 * SEND to {@code /session/token}: takes a fresh token of the session's user before the one that it has expires, so that a
 * dashboard stays up for days. What the fresh one does not allow any more ends the session.
 */
final class RenewalHandler implements FrameHandler {

    /** Where a fresh token is sent to. */
    static final String DESTINATION = "/session/token";

    private final Logins logins;

    private final Permissions permissions;

    private final StompFrames frames;

    RenewalHandler(Logins logins, Permissions permissions, StompFrames frames) {
        this.logins = logins;
        this.permissions = permissions;
        this.frames = frames;
    }

    @Override
    public void handle(NettySession session, StompHeaderAccessor frame, Message<?> message) {
        if (frame.getFirstNativeHeader(TransactionHandler.TRANSACTION) != null) {
            throw new StompRefusal("transaction: set (expected: not with a token)");
        }
        Decisions.Waiting waiting = Logins.waiting(frame);
        logins.again(
                session,
                frame,
                user -> permissions.keep(session, user, waiting, () -> {
                    session.user(user);
                    frames.renewed(session.getId(), waiting.receipt(), user.expires());
                }));
    }
}
