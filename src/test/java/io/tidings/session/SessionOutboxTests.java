package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tidings.fanout.Deflation;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class SessionOutboxTests {

    private static final int BOUND = 1_000_000;

    /** More than Netty's own account and the water mark make out. */
    private static final int SLACK = 100_000;

    private final NettySession session = new NettySession(
            "s",
            new StuckChannel(),
            new NettySession.Handshake(URI.create("/ws"), null, null, Deflation.NONE),
            new SessionProperties(
                    "/ws",
                    DataSize.ofMegabytes(1),
                    DataSize.ofBytes(BOUND),
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    1));

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

    private static ByteBuf bytes(int length) {
        return Unpooled.wrappedBuffer(new byte[length]);
    }

    /** A peer that takes nothing. */
    private static final class StuckChannel extends EmbeddedChannel {

        @Override
        protected void doWrite(ChannelOutboundBuffer pending) {}
    }
}
