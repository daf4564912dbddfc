package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import io.tidings.fanout.Deflation;
import io.tidings.fanout.Outbox;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import org.springframework.web.socket.CloseStatus;

class SessionOutboxTests {

    private static final int BOUND = 1_000_000;

    /** More than Netty's own account and the water mark make out. */
    private static final int SLACK = 100_000;

    /** It knows no session. */
    private static final StompEndpoint NO_ENDPOINT =
            new StompEndpoint(null, new Sessions(1_000, 1_000), null, null, null);

    private final StuckChannel channel = new StuckChannel();

    private final NettySession session = new NettySession(
            "s",
            channel,
            new NettySession.Handshake(URI.create("/ws"), InetAddress.getLoopbackAddress(), null, null, Deflation.NONE),
            new SessionProperties(
                    "/ws",
                    DataSize.ofMegabytes(1),
                    DataSize.ofBytes(BOUND),
                    Duration.ofSeconds(30),
                    DataSize.ofKilobytes(64),
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    1,
                    AnyRate.LIMITS),
            new SessionMetrics(new SimpleMeterRegistry()));

    private final SessionOutbox outbox = session.outbox();

    @Test
    void endsASessionThatTakesTooLittleOfWhatIsLive() {
        outbox.write(bytes(BOUND - SLACK));
        outbox.flush();
        assertThat(session.isOpen()).isTrue();

        outbox.write(bytes(SLACK));
        outbox.flush();
        assertThat(session.isOpen()).isFalse();
        assertThat(session.closeStatus().getCode()).isEqualTo(1013);
    }

    @Test
    void leavesOutWhatIsOwed() {
        outbox.writeOwed(bytes(5 * BOUND));
        outbox.write(bytes(BOUND - SLACK));
        outbox.flush();
        assertThat(session.isOpen()).isTrue();

        outbox.write(bytes(2 * SLACK));
        outbox.flush();
        assertThat(session.isOpen()).isFalse();
    }

    @Test
    void leavesOutAllThatIsOwed() {
        outbox.writeOwed(bytes(5 * BOUND));
        outbox.flush();
        outbox.writeOwed(bytes(1));
        outbox.flush();

        assertThat(session.isOpen()).isTrue();
    }

    @Test
    void endsASessionThatTakesNothingForTooLong() {
        outbox.write(bytes(100_000));
        outbox.flush();
        outbox.watch(seconds(0));
        outbox.watch(seconds(30));
        assertThat(session.isOpen()).isTrue();

        outbox.watch(seconds(31));
        assertThat(session.isOpen()).isFalse();
        assertThat(session.closeStatus()).isEqualTo(new CloseStatus(1013, "nothing taken for 30 s"));
        assertThat(outbox.endedFor()).isEqualTo(Outbox.Cause.TIME);
    }

    @Test
    void leavesASessionThatTakesLittle() {
        outbox.write(bytes(500_000));
        outbox.flush();
        for (int i = 0; i < 10; i++) {
            outbox.watch(seconds(29 * i));
            channel.take(1);
            outbox.write(bytes(1_000));
            outbox.flush();
        }

        assertThat(session.isOpen()).isTrue();
    }

    @Test
    void leavesASessionForWhichNothingIsPending() {
        outbox.watch(seconds(0));
        outbox.watch(seconds(100));
        outbox.write(bytes(100_000));
        outbox.flush();
        outbox.watch(seconds(101));
        channel.take(1_000_000);
        outbox.write(bytes(1));
        outbox.flush();
        outbox.watch(seconds(140));

        assertThat(session.isOpen()).isTrue();
    }

    /** As when there is no memory left to encrypt into: the pipeline tells the session while the outbox is still sending. */
    @Test
    void leavesWhatIsSharedToItsOwnerThoughItCannotBeSent() {
        channel.pipeline().addLast(new FailingWrites(), new SessionHandler(session, NO_ENDPOINT));
        ByteBuf frames = bytes(100);
        outbox.share(frames);
        outbox.flush();

        assertThat(frames.refCnt()).isOne();
        channel.runPendingTasks();
        assertThat(session.isOpen()).isFalse();
        assertThat(session.closeStatus()).isEqualTo(CloseStatus.SERVER_ERROR);
        frames.release();
    }

    /** Others are walked through while something is sent to it. */
    @Test
    void doesNotEndInTheMidstOfASend() {
        channel.pipeline().addLast(new FailingWrites(), new SessionHandler(session, NO_ENDPOINT));
        outbox.write(bytes(100));
        outbox.flush();
        assertThat(session.isOpen()).isTrue();

        channel.runPendingTasks();
        assertThat(session.isOpen()).isFalse();
    }

    private static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    private static ByteBuf bytes(int length) {
        return Unpooled.wrappedBuffer(new byte[length]);
    }

    /** A peer that takes no more than it is told to. */
    private static final class StuckChannel extends EmbeddedChannel {

        private long taking;

        /** So much, with the next write. */
        void take(long bytes) {
            taking = bytes;
        }

        /** What is to come later comes later, as on other channels. */
        @Override
        public ChannelFuture writeAndFlush(Object message, ChannelPromise promise) {
            return pipeline().writeAndFlush(message, promise);
        }

        @Override
        protected void doWrite(ChannelOutboundBuffer pending) {
            while (taking > 0 && pending.current() instanceof ByteBuf bytes) {
                long some = Math.min(taking, bytes.readableBytes());
                taking -= some;
                pending.removeBytes(some);
            }
        }
    }

    private static final class FailingWrites extends ChannelOutboundHandlerAdapter {

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new IllegalStateException("made to fail"));
        }

        /** There is nothing to flush, and the channel would run what is to come later. */
        @Override
        public void flush(ChannelHandlerContext context) {}
    }
}
