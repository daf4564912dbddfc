package io.tidings.session;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpObject;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Sees whether a client does not wait for the answer to its handshake (RFC 6455, section 4.1). What it sends goes past the
 * decoder of frames, and nobody else would release it.
 */
final class EarlyBytes extends ChannelInboundHandlerAdapter {

    private boolean seen;

    /** Watches from before the handshake; a second call does nothing. */
    static void watch(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(EarlyBytes.class) == null) {
            pipeline.addBefore(NettyPipeline.ReactiveBridge, "early", new EarlyBytes());
        }
    }

    /** Ends the watch, and answers whether there was anything. The channel's event loop calls. */
    static boolean end(Channel channel) {
        @Nullable EarlyBytes watching = channel.pipeline().get(EarlyBytes.class);
        if (watching == null) {
            return false;
        }
        channel.pipeline().remove(watching);
        return watching.seen;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpObject) {
            context.fireChannelRead(message);
        } else {
            seen = true;
            ReferenceCountUtil.release(message);
        }
    }
}
