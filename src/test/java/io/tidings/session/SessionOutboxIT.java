package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.tidings.fanout.Deflation;
import io.tidings.fanout.Outbox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** What goes into an outbox comes out of the socket: the same bytes in the same order, whichever way they take. */
class SessionOutboxIT {

    private static final int ROUNDS = 400;

    private static final int SMALL_SOCKET_BUFFER = 16 * 1024;

    @Test
    void keepsBytesAndOrderOnEpoll() throws Exception {
        assumeTrue(Epoll.isAvailable(), "native epoll is not to be had here");
        keepsBytesAndOrder(EpollIoHandler.newFactory(), EpollServerSocketChannel.class, EpollWire.class);
    }

    @Test
    void keepsBytesAndOrderOnNio() throws Exception {
        keepsBytesAndOrder(NioIoHandler.newFactory(), NioServerSocketChannel.class, ChannelWire.class);
    }

    /** A client that reads in fits, so that the socket takes all, a part, and nothing, by turns. */
    private static void keepsBytesAndOrder(
            IoHandlerFactory io, Class<? extends ServerChannel> type, Class<? extends Wire> expectedWire)
            throws Exception {
        MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, io);
        CompletableFuture<Channel> accepted = new CompletableFuture<>();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        try (Socket client = new Socket()) {
            Channel server = listen(loops, type, accepted);
            client.setReceiveBufferSize(SMALL_SOCKET_BUFFER);
            client.connect(server.localAddress());
            Channel channel = accepted.get(10, TimeUnit.SECONDS);
            assertThat(EpollWire.of(channel)).isInstanceOf(expectedWire);
            SessionOutbox outbox = session(channel).outbox();
            Random random = new Random(7);
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            int rounds = 0;
            while (rounds++ < ROUNDS) {
                channel.eventLoop()
                        .submit(() -> round(outbox, random, expected))
                        .get(10, TimeUnit.SECONDS);
                if (rounds % 10 == 0) {
                    readAtLeast(client, (expected.size() - read.size()) / 2, read);
                }
            }
            readAtLeast(client, expected.size() - read.size(), read);
            assertThat(read.toByteArray()).isEqualTo(expected.toByteArray());
            await().until(() -> channel.unsafe().outboundBuffer().totalPendingWriteBytes() == 0);
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    private static void round(Outbox outbox, Random random, ByteArrayOutputStream expected) {
        ByteBuf[] shared = new ByteBuf[random.nextInt(4)];
        for (int i = 0; i < shared.length; i++) {
            shared[i] = bytes(random, expected);
            outbox.share(shared[i]);
            if (random.nextBoolean()) {
                outbox.write(bytes(random, expected));
            }
        }
        outbox.flush();
        for (ByteBuf frames : shared) {
            // Whoever reads them after the flush reads something else.
            int owners = frames.refCnt();
            if (owners == 1) {
                frames.setZero(0, frames.capacity());
            }
            frames.release();
        }
    }

    private static ByteBuf bytes(Random random, ByteArrayOutputStream expected) {
        byte[] bytes = new byte[1 + random.nextInt(random.nextInt(8) == 0 ? 100_000 : 500)];
        random.nextBytes(bytes);
        expected.writeBytes(bytes);
        return random.nextInt(10) == 0
                ? Unpooled.wrappedBuffer(bytes)
                : ByteBufAllocator.DEFAULT.directBuffer(bytes.length).writeBytes(bytes);
    }

    private static void readAtLeast(Socket client, int length, ByteArrayOutputStream read) throws IOException {
        client.setSoTimeout(10_000);
        byte[] some = new byte[64 * 1024];
        int left = length;
        while (left > 0) {
            int count = client.getInputStream().read(some, 0, Math.min(left, some.length));
            assertThat(count).isPositive();
            read.write(some, 0, count);
            left -= count;
        }
    }

    private static Channel listen(
            MultiThreadIoEventLoopGroup loops,
            Class<? extends ServerChannel> type,
            CompletableFuture<Channel> accepted) {
        return new ServerBootstrap()
                .group(loops)
                .channel(type)
                .childOption(ChannelOption.SO_SNDBUF, SMALL_SOCKET_BUFFER)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accepted.complete(channel);
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    private static NettySession session(Channel channel) {
        return new NettySession(
                "s",
                channel,
                new NettySession.Handshake(
                        URI.create("/ws"), InetAddress.getLoopbackAddress(), null, null, Deflation.NONE),
                new SessionProperties(
                        "/ws",
                        DataSize.ofMegabytes(1),
                        DataSize.ofMegabytes(500),
                        Duration.ofSeconds(30),
                        DataSize.ofKilobytes(64),
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        1,
                        AnyRate.LIMITS),
                new SessionMetrics(new SimpleMeterRegistry()));
    }
}
