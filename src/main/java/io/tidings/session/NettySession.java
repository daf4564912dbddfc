package io.tidings.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.tidings.access.TokenUser;
import io.tidings.fanout.Deflation;
import io.tidings.fanout.WebSocketFrames;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

/**
 * One client's WebSocket session over a Netty channel. Any thread may send and close; all else is for the channel's event
 * loop. The handshake's headers are not kept.
 */
final class NettySession implements WebSocketSession {

    private static final int MAX_REASON_BYTES = 123;

    private final String id;

    private final Channel channel;

    private final Handshake handshake;

    private final SessionProperties properties;

    private final SessionMetrics metrics;

    private final SessionOutbox outbox;

    private final InboundFlow inbound;

    private final StompState stomp = new StompState();

    private final Map<String, Object> attributes = new ConcurrentHashMap<>(4);

    private volatile boolean open = true;

    private volatile @Nullable Principal principal;

    /** When the session ends by itself, in milliseconds since the epoch; its event loop reads and writes. */
    private long expires = Long.MAX_VALUE;

    /** What it is to be closed with, when nothing is under way any more. */
    private @Nullable CloseStatus leaving;

    /** For how many decisions what the client sends has to wait; only the event loop looks. */
    private int awaited;

    /** Its place among its {@link Siblings}. */
    private int slot;

    private CloseStatus closeStatus = CloseStatus.NO_CLOSE_FRAME;

    NettySession(
            String id, Channel channel, Handshake handshake, SessionProperties properties, SessionMetrics metrics) {
        this.id = id;
        this.channel = channel;
        this.handshake = handshake;
        this.properties = properties;
        this.metrics = metrics;
        this.inbound = new InboundFlow(this, properties.limits());
        this.outbox = new SessionOutbox(channel, this, properties);
        outbox.deflation(handshake.deflation());
        principal = handshake.principal();
        if (principal instanceof TokenUser user) {
            expires = user.expires();
        }
    }

    /** What is kept of the handshake: its texts are shared by all sessions. */
    record Handshake(
            URI uri,
            InetAddress client,
            @Nullable String protocol,
            @Nullable Principal principal,
            Deflation deflation) {}

    /** The client's own address, also where it came through trusted proxies. */
    InetAddress clientAddress() {
        return handshake.client();
    }

    /** The id of the session with a number. */
    static String id(long number) {
        return Long.toString(number, Character.MAX_RADIX);
    }

    /** Its number among all that this node ever had, from 1. */
    long number() {
        return Long.parseLong(id, Character.MAX_RADIX);
    }

    SessionOutbox outbox() {
        return outbox;
    }

    /** For what has not come as a whole. */
    WholeFrames newFrames() {
        SessionProperties.Limits limits = properties.limits();
        return new WholeFrames(limits.headers(), (int) limits.headerSize().toBytes());
    }

    InboundFlow inbound() {
        return inbound;
    }

    StompState stomp() {
        return stomp;
    }

    EventLoop loop() {
        return channel.eventLoop();
    }

    int slot() {
        return slot;
    }

    void slot(int newSlot) {
        slot = newSlot;
    }

    /** Gives the session to a user, as long as the user's token holds. */
    void user(TokenUser user) {
        principal = user;
        expires = user.expires();
    }

    /** When the session ends by itself, in milliseconds since the epoch. */
    long expires() {
        return expires;
    }

    /**
     * Lets what the client sends after the frame that is being handled wait in its order, until {@link #resume}. No more is
     * read meanwhile, so that no more waits than one read brings.
     */
    void suspend() {
        awaited++;
        channel.config().setAutoRead(false);
    }

    /** Goes on with what waits, unless it has been suspended more than once. */
    void resume() {
        if (awaited > 0 && --awaited == 0) {
            channel.pipeline().fireUserEventTriggered(SessionHandler.RESUMED);
        }
        leaveIfSettled();
    }

    boolean isSuspended() {
        return awaited > 0;
    }

    void readOn() {
        stomp.read();
        channel.config().setAutoRead(true);
    }

    void publishingStarted() {
        stomp.publishingStarted();
        inbound.publishing(stomp.publishing());
    }

    void publishingEnded() {
        stomp.publishingEnded();
        inbound.published(stomp.publishing());
        leaveIfSettled();
    }

    /** Reads no more, and closes the session when what its client has published is answered; answers if that is news. */
    boolean leave(CloseStatus status) {
        if (!open || leaving != null) {
            return false;
        }
        leaving = status;
        suspend();
        leaveIfSettled();
        return true;
    }

    private void leaveIfSettled() {
        if (leaving != null && awaited == 1 && stomp.publishing() == 0) {
            startClosing(leaving);
        }
    }

    /** The client has met a bound. */
    void limited(Limit limit) {
        metrics.limited(limit);
    }

    /** Ends the session at a bound. */
    void closeAt(Limit limit, CloseStatus status, String reason) {
        if (open) {
            limited(limit);
            close(status, reason);
        }
    }

    /** How the session ended, or is ending. */
    CloseStatus closeStatus() {
        return closeStatus;
    }

    @Override
    public void sendMessage(WebSocketMessage<?> message) {
        if (message instanceof TextMessage text) {
            send(WebSocketFrames.TEXT, ByteBuffer.wrap(text.asBytes()));
        } else if (message.getPayload() instanceof ByteBuffer bytes) {
            send(WebSocketFrames.BINARY, bytes.duplicate());
        } else {
            throw new IllegalArgumentException(
                    "message: " + message.getClass().getSimpleName() + " (expected: a text or binary message)");
        }
    }

    /** Runs a task on the session's event loop, at once if called there. */
    void onLoop(Runnable task) {
        if (loop().inEventLoop()) {
            task.run();
        } else {
            loop().execute(task);
        }
    }

    void send(int opcode, ByteBuffer payload) {
        onLoop(() -> write(opcode, payload));
    }

    @Override
    public void close() {
        close(CloseStatus.NORMAL);
    }

    @Override
    public void close(CloseStatus status) {
        if (!loop().isShuttingDown()) {
            onLoop(() -> startClosing(status));
        }
    }

    void close(CloseStatus status, String reason) {
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        close(status.withReason(bytes.length <= MAX_REASON_BYTES ? reason : reason.substring(0, MAX_REASON_BYTES / 4)));
    }

    /** The peer has sent a close frame: answers it, unless it is an answer itself, then closes the channel. */
    void peerClosed(CloseStatus status) {
        startClosing(status);
        // Completes when all that was written before is sent; the timer closes the channel if that takes too long.
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** The channel has gone. */
    void channelClosed() {
        open = false;
        awaited = 0;
        stomp.end();
        outbox.end();
    }

    private void startClosing(CloseStatus status) {
        if (!open) {
            return;
        }
        closeStatus = status;
        writeClose(status);
        open = false;
        // First: subscriptions that end confirm themselves, and nothing may follow a close frame (RFC 6455, section
        // 5.5.1).
        outbox.end();
        stomp.end();
        var unused =
                loop().schedule(this::closeChannel, properties.closeTimeout().toMillis(), TimeUnit.MILLISECONDS);
        if (awaited > 0) {
            awaited = 1;
            resume(); // To read the client's answer to the close frame.
        }
    }

    private void closeChannel() {
        var unused = channel.close();
    }

    private void write(int opcode, ByteBuffer payload) {
        ByteBuf frame = channel.alloc().directBuffer(WebSocketFrames.MAX_HEADER_BYTES + payload.remaining());
        WebSocketFrames.writeHeader(frame, opcode, payload.remaining());
        frame.writeBytes(payload);
        outbox.write(frame);
        outbox.flush();
    }

    /** A close frame carries a code and a reason, or neither (RFC 6455, section 5.5.1). */
    private void writeClose(CloseStatus status) {
        ByteBuf frame = channel.alloc().directBuffer(WebSocketFrames.MAX_HEADER_BYTES + MAX_REASON_BYTES + 2);
        if (status.getCode() == CloseStatus.NO_STATUS_CODE.getCode()) {
            WebSocketFrames.writeHeader(frame, WebSocketFrames.CLOSE, 0);
        } else {
            String reason = status.getReason() == null ? "" : status.getReason();
            WebSocketFrames.writeHeader(frame, WebSocketFrames.CLOSE, 2 + ByteBufUtil.utf8Bytes(reason));
            frame.writeShort(status.getCode());
            ByteBufUtil.writeUtf8(frame, reason);
        }
        outbox.write(frame);
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public URI getUri() {
        return handshake.uri();
    }

    @Override
    public HttpHeaders getHandshakeHeaders() {
        return HttpHeaders.EMPTY;
    }

    @Override
    public Map<String, Object> getAttributes() {
        return attributes;
    }

    @Override
    public @Nullable Principal getPrincipal() {
        return principal;
    }

    @Override
    public @Nullable InetSocketAddress getLocalAddress() {
        return (InetSocketAddress) channel.localAddress();
    }

    @Override
    public @Nullable InetSocketAddress getRemoteAddress() {
        return (InetSocketAddress) channel.remoteAddress();
    }

    @Override
    public @Nullable String getAcceptedProtocol() {
        return handshake.protocol();
    }

    /** The limit is the decoder's, the same for all sessions. */
    @Override
    public void setTextMessageSizeLimit(int limit) {}

    @Override
    public int getTextMessageSizeLimit() {
        return (int) properties.maxMessageSize().toBytes();
    }

    /** The limit is the decoder's, the same for all sessions. */
    @Override
    public void setBinaryMessageSizeLimit(int limit) {}

    @Override
    public int getBinaryMessageSizeLimit() {
        return (int) properties.maxMessageSize().toBytes();
    }

    @Override
    public List<WebSocketExtension> getExtensions() {
        return List.of();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public String toString() {
        return "session " + id;
    }
}
