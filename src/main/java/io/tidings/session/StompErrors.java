package io.tidings.session;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompConversionException;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.web.socket.messaging.StompSubProtocolErrorHandler;

/** Turns what went wrong with a client's frame into one line for the client, without internals, and counts it. */
final class StompErrors extends StompSubProtocolErrorHandler {

    private static final Logger logger = LoggerFactory.getLogger(StompErrors.class);

    private static final String INTERNAL = "internal error";

    /** Spring's handler says no more than that its state does not fit. */
    private static final String OUT_OF_ORDER = "unexpected frame (expected: CONNECT first, and once)";

    /** Spring's decoder gives up on a frame in many ways. */
    private static final String MALFORMED =
            "frame: malformed, or of an unknown command (expected: a client frame of STOMP)";

    private static final byte[] NO_BODY = new byte[0];

    private final SessionMetrics metrics;

    StompErrors(SessionMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public Message<byte[]> handleClientMessageProcessingError(
            @Nullable Message<byte[]> clientMessage, Throwable thrown) {
        StompHeaderAccessor client = clientMessage == null
                ? null
                : MessageHeaderAccessor.getAccessor(clientMessage, StompHeaderAccessor.class);
        StompHeaderAccessor error = client == null
                ? refused(null, null, thrown)
                : refused(client.getCommand(), client.getReceipt(), thrown);
        return MessageBuilder.createMessage(NO_BODY, error.getMessageHeaders());
    }

    /** Counts a refused frame, and answers with the ERROR frame for it. */
    StompHeaderAccessor refused(@Nullable StompCommand command, @Nullable String receipt, Throwable thrown) {
        metrics.refused(command == null ? "none" : command.name());
        String text = text(thrown);
        if (text.equals(INTERNAL)) {
            logger.atError()
                    .addKeyValue("command", command)
                    .setCause(withoutFrame(thrown))
                    .log("Could not handle a frame");
        }
        StompHeaderAccessor error = StompFrames.error(receipt, text);
        if (isUnspokenVersion(thrown)) {
            error.setVersion(UnspokenVersion.SPOKEN);
        }
        return error;
    }

    private static boolean isUnspokenVersion(Throwable thrown) {
        return thrown instanceof UnspokenVersion || thrown.getCause() instanceof UnspokenVersion;
    }

    /** Messaging's exceptions cite the frame that failed, its headers with a token and its body. */
    private static Throwable withoutFrame(Throwable thrown) {
        Throwable cause = thrown;
        while (cause instanceof MessagingException failed && failed.getFailedMessage() != null) {
            cause = failed.getCause() == null
                    ? new MessagingException(failed.getClass().getName())
                    : failed.getCause();
        }
        return cause;
    }

    /** Only what was written for clients, or about the frame's form, gets out. */
    private static String text(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof StompRefusal || cause instanceof StompConversionException) {
                return String.valueOf(cause.getMessage());
            }
        }
        if (thrown instanceof MessagingException) {
            return INTERNAL;
        }
        return thrown instanceof IllegalStateException ? OUT_OF_ORDER : MALFORMED;
    }
}
