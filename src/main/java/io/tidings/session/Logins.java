package io.tidings.session;

import io.tidings.access.AccessProblem;
import io.tidings.access.BadTokenException;
import io.tidings.access.TokenUser;
import io.tidings.access.Tokens;
import java.security.Principal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

/**
 * Finds out who a client is by the token that its frame shows, in {@code Authorization: Bearer TOKEN} or as
 * {@code passcode}: browsers can set no header of the handshake. The session's event loop calls.
 */
final class Logins {

    private static final String AUTHORIZATION = "Authorization";

    private final Tokens tokens;

    private final Decisions decisions;

    Logins(Tokens tokens, Decisions decisions) {
        this.tokens = tokens;
        this.decisions = decisions;
    }

    /**
     * Gives the session to the user whose token CONNECT shows, before anything else is done. Without a token it stays that of
     * the handshake's user, or nobody's; where no way to check tokens is configured, any login is taken and proves nothing.
     *
     * @throws StompRefusal if a token is missing
     */
    void connect(NettySession session, StompHeaderAccessor frame, Runnable then) {
        String token = tokens.areTaken() ? token(frame) : null;
        if (token != null) {
            user(session, frame, token, user -> {
                checkSame(session.getPrincipal(), user);
                session.user(user);
                then.run();
            });
        } else if (tokens.areDemanded() && session.getPrincipal() == null) {
            throw missing();
        } else {
            then.run();
        }
    }

    /**
     * Finds whose token a frame of a session shows that is a user's by a token; it must be of the same one.
     *
     * @throws StompRefusal if it shows none, or the session is nobody's by a token
     */
    void again(NettySession session, StompHeaderAccessor frame, Consumer<TokenUser> then) {
        if (!(session.getPrincipal() instanceof TokenUser current)) {
            throw new StompRefusal("destination: '" + frame.getDestination()
                    + "' (expected: of a client that has shown a token before)");
        }
        String token = token(frame);
        if (token == null) {
            throw missing();
        }
        user(session, frame, token, user -> {
            checkSame(current, user);
            then.accept(user);
        });
    }

    private void user(NettySession session, StompHeaderAccessor frame, String token, Consumer<TokenUser> then) {
        CompletableFuture<TokenUser> user = tokens.user(token).exceptionally(Logins::refuse);
        decisions.await(session, waiting(frame), user, then);
    }

    static Decisions.Waiting waiting(StompHeaderAccessor frame) {
        StompCommand command = frame.getCommand();
        return new Decisions.Waiting(command == null ? StompCommand.CONNECT : command, frame.getReceipt());
    }

    private static @Nullable String token(StompHeaderAccessor frame) {
        String authorization = frame.getFirstNativeHeader(AUTHORIZATION);
        if (authorization == null) {
            // Spring takes it out of the headers of CONNECT, and of no other frame.
            String passcode = frame.getPasscode() != null
                    ? frame.getPasscode()
                    : frame.getFirstNativeHeader(StompHeaderAccessor.STOMP_PASSCODE_HEADER);
            return passcode == null || passcode.isEmpty() ? null : passcode;
        }
        String token = Tokens.bearer(authorization);
        if (token == null) {
            throw new StompRefusal("Authorization: of another scheme (expected: Bearer TOKEN)");
        }
        return token;
    }

    private static void checkSame(@Nullable Principal current, TokenUser user) {
        boolean same = current instanceof TokenUser known
                ? known.isSameAs(user)
                : current == null || current.getName().equals(user.getName());
        if (!same) {
            throw new StompRefusal("token: of another user (expected: of the one that the session is)");
        }
    }

    private static TokenUser refuse(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof BadTokenException bad) {
            throw new StompRefusal(String.valueOf(bad.getMessage()));
        }
        if (cause instanceof AccessProblem problem) {
            throw new StompRefusal(String.valueOf(problem.getBody().getDetail()));
        }
        throw new IllegalStateException("Could not check a token", cause);
    }

    private static StompRefusal missing() {
        return new StompRefusal("Authorization: missing (expected: Bearer TOKEN, or the token as passcode)");
    }
}
