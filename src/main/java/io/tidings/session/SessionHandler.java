package io.tidings.session;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.tidings.fanout.Utf8;
import io.tidings.fanout.WebSocketFrames;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;

/**
 * The end of a session's channel pipeline: whole WebSocket messages in, the session's end out. While the session is suspended
 * all that comes waits, close frames and pings too, for they are in order as well.
 */
final class SessionHandler extends SimpleChannelInboundHandler<WebSocketFrame> {

    private static final Logger logger = LoggerFactory.getLogger(SessionHandler.class);

    /** Is fired when a session that was suspended goes on. */
    static final Object RESUMED = new Object();

    private final NettySession session;

    private final StompEndpoint endpoint;

    /** Only while a frame has not come as a whole, or waits. */
    private @Nullable WholeFrames frames;

    /** Only while something waits: what came after the message whose frame the session was suspended for. */
    private @Nullable Queue<WebSocketFrame> held;

    SessionHandler(NettySession session, StompEndpoint endpoint) {
        this.session = session;
        this.endpoint = endpoint;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) throws Exception {
        if (held != null || session.isSuspended()) {
            hold(frame);
        } else {
            take(frame);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event == RESUMED) {
            resumed();
        } else {
            super.userEventTriggered(context, event);
        }
    }

    /** Any bytes are a sign of life, those of a message too that is only half here (STOMP 1.2, Heart-beating). */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        session.stomp().read();
    }

    /** What is owed from before a subscription goes on when the client has taken what was sent. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            session.outbox().resume();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        session.channelClosed();
        release();
        endpoint.ended(session);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            session.close(new CloseStatus(corrupted.closeStatus().code()));
        } else if (cause instanceof TooLongFrameException) {
            tooLarge();
        } else if (isConnectionLost(cause)) {
            var unused = context.close();
        } else {
            logger.atError().setCause(cause).log("Session failed");
            // Later: it may have failed to write, in the midst of what its outbox or the fan-out is doing.
            session.loop().execute(() -> session.close(CloseStatus.SERVER_ERROR));
        }
    }

    /** The socket failed, or TLS on it, or it was closed in the middle of a message. */
    private static boolean isConnectionLost(Throwable cause) {
        return cause instanceof IOException
                || cause.getCause() instanceof IOException
                || cause instanceof PrematureChannelClosureException;
    }

    private void hold(WebSocketFrame frame) {
        if (held == null) {
            held = new ArrayDeque<>();
        }
        held.add(frame.retain());
    }

    private void take(WebSocketFrame frame) throws Exception {
        if (frame instanceof CloseWebSocketFrame close) {
            session.peerClosed(status(close));
        } else if (frame instanceof PingWebSocketFrame) {
            session.send(WebSocketFrames.PONG, frame.content().nioBuffer());
        } else if (session.isOpen() && !(frame instanceof PongWebSocketFrame)) {
            message(frame);
        }
    }

    private void resumed() throws Exception {
        try {
            takeAllHeld();
        } catch (Exception e) {
            release(); // It ends the session.
            throw e;
        } finally {
            if (!session.isSuspended()) {
                session.readOn();
            }
        }
    }

    /** First what is left of the message that the session was suspended in, then what came after it. */
    private void takeAllHeld() throws Exception {
        endpoint.resumed(session);
        passOn();
        while (held != null && !session.isSuspended()) {
            WebSocketFrame frame = held.poll();
            if (frame == null) {
                held = null;
            } else {
                takeHeld(frame);
            }
        }
    }

    private void takeHeld(WebSocketFrame frame) throws Exception {
        try {
            take(frame);
        } finally {
            frame.release();
        }
    }

    private void release() {
        if (held != null) {
            held.forEach(WebSocketFrame::release);
            held = null;
        }
    }

    /** Spring decodes bytes, so that a text message need not become a string in between. */
    private void message(WebSocketFrame frame) throws Exception {
        boolean isText = frame instanceof TextWebSocketFrame;
        boolean plain = !ExtensionBits.isDeflated(frame);
        if (frames == null && plain && endpoint.receivedShort(session, frame.content(), isText)) {
            return;
        }
        byte[] bytes = bytes(frame);
        if (isText && !Utf8.isValid(bytes)) {
            session.close(CloseStatus.BAD_DATA);
            return;
        }
        if (frames == null) {
            frames = session.newFrames();
        }
        frames.add(bytes);
        passOn();
    }

    /** Gives the frames that are whole to the STOMP layer, until one has the session suspended. */
    private void passOn() throws Exception {
        WholeFrames current = frames;
        if (current == null) {
            return;
        }
        for (int more = 0; session.isOpen() && !session.isSuspended(); more = 1) {
            byte[] whole = next(current);
            if (whole == null) {
                frames = current.waiting() == 0 ? null : current;
                checkSize(current.waiting());
                return;
            }
            session.inbound().received(more);
            endpoint.received(session, whole);
        }
    }

    private byte @Nullable [] next(WholeFrames current) {
        try {
            return current.next();
        } catch (StompRefusal e) {
            session.limited(Limit.HEADERS);
            endpoint.refused(session, e);
            return null;
        }
    }

    private void checkSize(int waiting) {
        if (waiting > session.getBinaryMessageSizeLimit()) {
            tooLarge();
        }
    }

    private void tooLarge() {
        session.closeAt(
                Limit.MESSAGE_SIZE,
                CloseStatus.TOO_BIG_TO_PROCESS,
                "over " + session.getBinaryMessageSizeLimit() + " bytes");
    }

    private byte[] bytes(WebSocketFrame frame) {
        return ExtensionBits.isDeflated(frame)
                ? Inflation.inflate(frame.content(), session.getBinaryMessageSizeLimit())
                : ByteBufUtil.getBytes(frame.content());
    }

    /** Netty's decoder refuses every other code that no endpoint may send. */
    private static CloseStatus status(CloseWebSocketFrame close) {
        int code = close.statusCode();
        if (code < 0) {
            return CloseStatus.NO_STATUS_CODE;
        }
        return code <= CloseCodes.LAST ? new CloseStatus(code) : CloseStatus.PROTOCOL_ERROR;
    }
}
