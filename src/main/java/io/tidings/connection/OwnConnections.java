package io.tidings.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.netty.ChannelPipelineConfigurer;
import reactor.netty.ConnectionObserver;

/**
 * The connections that this node opens to its own port, known by the address that they come from: the socket that has it is
 * this process's, so that nobody else can come from there. Given to a client, it takes note of what that opens. Any thread
 * may call.
 */
final class OwnConnections implements ChannelPipelineConfigurer {

    private final Set<SocketAddress> addresses = ConcurrentHashMap.newKeySet();

    boolean contains(@Nullable SocketAddress remote) {
        return remote != null && addresses.contains(remote);
    }

    @Override
    public void onChannelInit(ConnectionObserver observer, Channel channel, @Nullable SocketAddress remote) {
        channel.pipeline().addFirst("tidings.own", new Announcement());
    }

    /** Takes the address before it connects: the other end must know it when it accepts. */
    private final class Announcement extends ChannelOutboundHandlerAdapter {

        @Override
        public void connect(
                ChannelHandlerContext context,
                SocketAddress remote,
                @Nullable SocketAddress local,
                ChannelPromise promise) {
            ChannelFuture bound = context.bind(new InetSocketAddress(((InetSocketAddress) remote).getAddress(), 0));
            var unused = bound.addListener(done -> bound(context, done.cause(), remote, promise));
        }

        private void bound(
                ChannelHandlerContext context,
                @Nullable Throwable failure,
                SocketAddress remote,
                ChannelPromise promise) {
            if (failure != null) {
                promise.tryFailure(failure);
                return;
            }
            announce(context.channel());
            var unused = context.connect(remote, promise);
        }

        private void announce(Channel channel) {
            SocketAddress own = channel.localAddress();
            addresses.add(own);
            var unused = channel.closeFuture().addListener(closed -> addresses.remove(own));
        }
    }
}
