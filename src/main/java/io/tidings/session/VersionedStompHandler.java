package io.tidings.session;

import io.netty.util.concurrent.FastThreadLocal;
import io.tidings.fanout.StompVersion;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompDecoder;
import org.springframework.messaging.simp.stomp.StompEncoder;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.util.MultiValueMap;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.messaging.StompSubProtocolHandler;

/**
 * Spring's STOMP handler, which speaks with each session the version that was agreed on. Spring's own reads and writes
 * frames as STOMP 1.2 has them, whatever CONNECTED says.
 */
final class VersionedStompHandler extends StompSubProtocolHandler {

    /** Whose frames this thread reads or writes: Spring's decoder and encoder are not told. */
    private final FastThreadLocal<NettySession> sessions = new FastThreadLocal<>();

    VersionedStompHandler() {
        setDecoder(new Decoder());
        setEncoder(new Encoder());
    }

    @Override
    public void handleMessageFromClient(WebSocketSession session, WebSocketMessage<?> message, MessageChannel channel) {
        with(session, () -> super.handleMessageFromClient(session, message, channel));
    }

    @Override
    public void handleMessageToClient(WebSocketSession session, Message<?> message) {
        with(session, () -> super.handleMessageToClient(session, message));
    }

    /** One session's frame may bring an answer to another. */
    private void with(WebSocketSession session, Runnable task) {
        NettySession outer = sessions.getIfExists();
        sessions.set((NettySession) session);
        try {
            task.run();
        } finally {
            if (outer == null) {
                sessions.remove();
            } else {
                sessions.set(outer);
            }
        }
    }

    private StompVersion version() {
        NettySession session = sessions.getIfExists();
        return session == null ? StompVersion.V1_2 : session.outbox().version();
    }

    private final class Decoder extends StompDecoder {

        @Override
        public List<Message<byte[]>> decode(ByteBuffer frames, @Nullable MultiValueMap<String, String> partialHeaders) {
            return new FrameDecoder(frames, version()).decode();
        }
    }

    private final class Encoder extends StompEncoder {

        @Override
        public byte[] encode(Map<String, Object> headers, byte[] body) {
            StompCommand command = StompHeaderAccessor.getCommand(headers);
            return command == null
                    ? super.encode(headers, body)
                    : AnswerEncoder.encode(command, headers, body, version());
        }
    }
}
