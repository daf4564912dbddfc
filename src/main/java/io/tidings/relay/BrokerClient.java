package io.tidings.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompConversionException;
import org.springframework.messaging.simp.stomp.StompReactorNettyCodec;
import org.springframework.messaging.tcp.TcpConnectionHandler;
import org.springframework.messaging.tcp.reactor.ReactorNettyTcpClient;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;

/** Opens TCP and TLS connections, each to the address of the {@link StompLink} that will use it. */
final class BrokerClient extends ReactorNettyTcpClient<byte[]> {

    private final @Nullable Supplier<SslContext> tls;

    /**
     * A client for these properties.
     *
     * @param loops the event loop of the connections; not disposed of here
     * @param tls asked at each connection, so that a renewed certificate is used from then on; null for plain ones
     */
    BrokerClient(RelayProperties properties, LoopResources loops, @Nullable Supplier<SslContext> tls) {
        super(
                tcpClient(properties, loops),
                new BoundedCodec(Math.max(
                        properties.maxBatch().toBytes(),
                        properties.nodeMessages().maxSize().toBytes())));
        this.tls = tls;
    }

    /** Heap buffers: those of frames that meet a connection that has just closed are the collector's to free. */
    private static TcpClient tcpClient(RelayProperties properties, LoopResources loops) {
        return TcpClient.newConnection()
                .runOn(loops)
                .option(ChannelOption.ALLOCATOR, new UnpooledByteBufAllocator(false))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        properties.connectTimeout().toMillis());
    }

    /** The host is resolved at each connection; TLS verifies that the certificate is this host's. */
    @Override
    protected TcpClient extendTcpClient(TcpClient tcpClient, TcpConnectionHandler<byte[]> handler) {
        BrokerAddress address = ((StompLink) handler).address();
        TcpClient client =
                tcpClient.remoteAddress(() -> InetSocketAddress.createUnresolved(address.host(), address.port()));
        return tls == null ? client : client.secure(spec -> spec.sslContext(tls.get()));
    }

    /** Refuses to collect a frame that is longer than any that this service sends. */
    private static final class BoundedCodec extends StompReactorNettyCodec {

        private static final long MAX_HEADER_BYTES = 64 * 1024;

        private final long maxBytes;

        BoundedCodec(long maxBodyBytes) {
            this.maxBytes = maxBodyBytes + MAX_HEADER_BYTES;
        }

        @Override
        public Collection<Message<byte[]>> decode(ByteBuf buffer) {
            Collection<Message<byte[]>> messages = super.decode(buffer);
            if (buffer.readableBytes() > maxBytes) {
                throw new StompConversionException(
                        "frame: over " + maxBytes + " bytes (expected: at most, for the longest batch)");
            }
            return messages;
        }
    }
}
