package io.tidings.session;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * Lets through no reserved bit but that of permessage-deflate on the first frame of a message (RFC 7692, section 6), where
 * that was agreed on; the decoder lets all of them through then.
 */
@Sharable
final class ExtensionBits extends ChannelInboundHandlerAdapter {

    static final ExtensionBits INSTANCE = new ExtensionBits();

    private static final int RSV1 = 0x4;

    private ExtensionBits() {}

    /** Whether a message is deflated. */
    static boolean isDeflated(WebSocketFrame message) {
        return message.rsv() == RSV1;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof WebSocketFrame frame && !isLegal(frame)) {
            ReferenceCountUtil.release(frame);
            throw new CorruptedWebSocketFrameException(
                    WebSocketCloseStatus.PROTOCOL_ERROR, "reserved bits: " + frame.rsv());
        }
        context.fireChannelRead(message);
    }

    private static boolean isLegal(WebSocketFrame frame) {
        boolean first = frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame;
        return frame.rsv() == 0 || (first && frame.rsv() == RSV1);
    }
}
