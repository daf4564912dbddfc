package io.tidings.connection;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import reactor.netty.ChannelPipelineConfigurer;
import reactor.netty.ConnectionObserver;
import reactor.netty.NettyPipeline;

/** Closes a new connection at once where there are too many, and has the others keep to their times. Any event loop calls. */
final class ConnectionLimits implements ChannelPipelineConfigurer {

    private final ConnectionProperties properties;

    private final TrustedProxies trusted;

    private final ConnectionMetrics metrics;

    private final OwnConnections own;

    private final AddressCounts byAddress;

    ConnectionLimits(
            ConnectionProperties properties, TrustedProxies trusted, ConnectionMetrics metrics, OwnConnections own) {
        this.properties = properties;
        this.trusted = trusted;
        this.metrics = metrics;
        this.own = own;
        this.byAddress = new AddressCounts(properties.maxPerAddress());
    }

    @Override
    public void onChannelInit(ConnectionObserver observer, Channel channel, @Nullable SocketAddress remote) {
        if (own.contains(channel.remoteAddress())) {
            return;
        }
        boolean roomInNode = metrics.opened() <= properties.max();
        InetAddress address = address(channel);
        boolean roomOfAddress = address == null || byAddress.add(address);
        var unused = channel.closeFuture().addListener(closed -> closed(address));
        if (!roomInNode) {
            refuse(channel, ConnectionMetrics.Limit.CONNECTIONS);
        } else if (!roomOfAddress) {
            refuse(channel, ConnectionMetrics.Limit.ADDRESS_CONNECTIONS);
        } else if (channel.pipeline().get(NettyPipeline.HttpCodec) != null) {
            channel.pipeline()
                    .addAfter(NettyPipeline.HttpCodec, "tidings.request-timer", new RequestTimer(properties, metrics));
        }
    }

    /** That of the client, as far as TCP knows; null for a trusted proxy, which has the connections of many. */
    private @Nullable InetAddress address(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote && !trusted.contains(remote.getAddress())
                ? remote.getAddress()
                : null;
    }

    private void closed(@Nullable InetAddress address) {
        metrics.closed();
        if (address != null) {
            byAddress.remove(address);
        }
    }

    private void refuse(Channel channel, ConnectionMetrics.Limit limit) {
        metrics.limited(limit);
        var unused = channel.close();
    }
}
