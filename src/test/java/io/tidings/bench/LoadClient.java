package io.tidings.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Holds the connections of a run on one event loop, so that nothing that counts needs a lock. */
final class LoadClient implements AutoCloseable {

    /** As many connections of one address: fewer than there are ports for outgoing ones. */
    private static final int PER_SOURCE = 20_000;

    private static final int READ_BYTES = 256 * 1024;

    private final MultiThreadIoEventLoopGroup group;

    private final EventLoop loop;

    private final Bootstrap bootstrap;

    private final @Nullable SslContext tls;

    private final long threadId;

    private int opened;

    /** A client of a server on this port of the loopback interface. */
    LoadClient(int port, boolean tls) {
        boolean isNative = Epoll.isAvailable();
        IoHandlerFactory io = isNative ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.group = new MultiThreadIoEventLoopGroup(1, io);
        this.loop = group.next();
        this.tls = tls ? trustingAnyone() : null;
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(isNative ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
                .remoteAddress(new InetSocketAddress("127.0.0.1", port));
        this.threadId = call(() -> Thread.currentThread().getId());
    }

    EventLoop loop() {
        return loop;
    }

    /** Does something on the event loop, and waits for it. */
    <T> T call(Callable<T> action) {
        try {
            return loop.submit(action).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The processor time that the event loop has used. */
    double cpuSeconds() {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(threadId) / 1e9;
    }

    /** Opens a connection. */
    void open(ChannelHandler handler) {
        int source = 2 + opened++ / PER_SOURCE;
        Bootstrap one = bootstrap.clone().handler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                if (tls != null) {
                    channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                }
                channel.pipeline().addLast(handler);
            }
        });
        one.connect(one.config().remoteAddress(), new InetSocketAddress("127.0.0." + source, 0))
                .addListener(done -> {
                    if (!done.isSuccess() && handler instanceof StompConnection connection) {
                        connection.live().completeExceptionally(done.cause());
                    }
                });
    }

    /** Opens connections, so many at a time; completes when all are live. */
    CompletableFuture<Void> openAll(List<StompConnection> connections, int atOnce) {
        Iterator<StompConnection> rest = connections.iterator();
        loop.execute(() -> {
            for (int i = 0; i < atOnce; i++) {
                openNext(rest);
            }
        });
        return CompletableFuture.allOf(
                connections.stream().map(StompConnection::live).toArray(CompletableFuture[]::new));
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void openNext(Iterator<StompConnection> rest) {
        if (rest.hasNext()) {
            StompConnection connection = rest.next();
            connection.live().whenComplete((live, failure) -> openNext(rest));
            open(connection);
        }
    }

    private static SslContext trustingAnyone() {
        try {
            return SslContextBuilder.forClient()
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .endpointIdentificationAlgorithm(null)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }
}
