package io.tidings.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A connection that opens a WebSocket, connects and subscribes by STOMP, and from then on only tells where the bodies are
 * that it gets: their length is known, so that nothing of a frame is looked at but its first letter.
 */
final class StompConnection extends ChannelInboundHandlerAdapter implements FrameScanner.Frames {

    /** Takes what comes; called on the client's event loop. */
    interface Listener {

        /** An update's body begins at this index of the bytes, which are good for this call only. */
        void message(ByteBuf bytes, int bodyAt);

        /** A whole MESSAGE frame, for those who look at its head too. */
        default void message(ByteBuf bytes, int from, int to, int bodyAt) {
            message(bytes, bodyAt);
        }

        /** A whole RECEIPT frame: from here on, what comes is new. */
        default void receipt(ByteBuf bytes, int from, int to) {}

        /** Nothing more is there to be read now. */
        default void idle() {}
    }

    private static final String UPGRADE =
            "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: v12.stomp\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(US_ASCII);

    private static final int CLOSE = 8;

    private final List<String> destinations;

    private final String past;

    private final int bodyBytes;

    private final Listener listener;

    private final FrameScanner scanner = new FrameScanner(this);

    private final CompletableFuture<StompConnection> live = new CompletableFuture<>();

    private final CompletableFuture<String> closed = new CompletableFuture<>();

    private ByteBuf handshake = Unpooled.buffer(512);

    private boolean upgraded;

    private Traffic traffic = new Traffic();

    private ChannelHandlerContext context;

    private String reason = "without a close frame";

    /** A connection that subscribes to these destinations, whose updates have bodies of this length. */
    StompConnection(List<String> destinations, int bodyBytes, Listener listener) {
        this(destinations, "snapshot:false", bodyBytes, listener);
    }

    /** The same, with the header lines by which it says what it wants of the past. */
    StompConnection(List<String> destinations, String past, int bodyBytes, Listener listener) {
        this.destinations = destinations;
        this.past = past;
        this.bodyBytes = bodyBytes;
        this.listener = listener;
    }

    /** Completes when everything is subscribed to. */
    CompletableFuture<StompConnection> live() {
        return live;
    }

    /** Completes with the close code when the connection has ended. */
    CompletableFuture<String> closed() {
        return closed;
    }

    /** Counts its bytes from now on. */
    void count(Traffic counted) {
        this.traffic = counted;
    }

    /** Reads nothing more, or goes on reading. */
    void stall(boolean stalled) {
        context.channel().config().setAutoRead(!stalled);
    }

    /** Ends it without a word of WebSocket, TLS or TCP but a reset, as a proxy does that dies. */
    void cut() {
        context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        context.pipeline().firstContext().close();
    }

    /** Writes frames as they are, masked already. */
    void write(ByteBuf frames) {
        traffic.sent(frames.readableBytes());
        context.writeAndFlush(frames, context.voidPromise());
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        this.context = context;
        write(Unpooled.copiedBuffer(UPGRADE, US_ASCII));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            traffic.received(bytes.readableBytes());
            if (upgraded) {
                scanner.read(bytes);
            } else {
                shakeHands(bytes);
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        listener.idle();
    }

    @Override
    public void frame(int opcode, ByteBuf bytes, int from, int to) {
        if (opcode == CLOSE) {
            reason = to - from < 2 ? "without a code" : Integer.toString(bytes.getUnsignedShort(from));
        } else if (from < to) {
            stomp(bytes, from, to);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        live.completeExceptionally(new IOException("closed before it was live: " + reason));
        closed.complete(reason);
        traffic.ended();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        reason = failure.toString();
        live.completeExceptionally(failure);
        context.close();
    }

    private void shakeHands(ByteBuf bytes) {
        handshake.writeBytes(bytes);
        int end = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(END_OF_HEAD), handshake);
        if (end < 0) {
            return;
        }
        String head = handshake.readCharSequence(end, US_ASCII).toString();
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new IllegalStateException(head);
        }
        upgraded = true;
        write(ClientFrame.of("CONNECT\naccept-version:1.2\nhost:bench\nheart-beat:0,0\n\n\0"));
        scanner.read(handshake.skipBytes(END_OF_HEAD.length));
        handshake = Unpooled.EMPTY_BUFFER;
    }

    /** A STOMP frame, told by its first letter. */
    private void stomp(ByteBuf bytes, int from, int to) {
        switch (bytes.getByte(from)) {
            case 'M' -> listener.message(bytes, from, to, to - 1 - bodyBytes);
            case 'C' -> subscribe();
            case 'R' -> {
                listener.receipt(bytes, from, to);
                live.complete(this);
            }
            case 'E' -> throw new IllegalStateException(bytes.toString(from, to - from, UTF_8));
            default -> throw new IllegalStateException("frame: of no known kind");
        }
    }

    private void subscribe() {
        for (int i = 0; i < destinations.size(); i++) {
            String receipt = i == destinations.size() - 1 ? "\nreceipt:live" : "";
            write(ClientFrame.of(
                    "SUBSCRIBE\nid:" + i + "\n" + past + "\ndestination:" + destinations.get(i) + receipt + "\n\n\0"));
        }
        if (destinations.isEmpty()) {
            live.complete(this);
        }
    }
}
