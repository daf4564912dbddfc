package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tidings.fanout.Deflation;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class SiblingsTests {

    private static final SessionProperties PROPERTIES = new SessionProperties(
            "/ws",
            DataSize.ofMegabytes(1),
            DataSize.ofMegabytes(1),
            Duration.ofSeconds(30),
            DataSize.ofKilobytes(64),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            1,
            AnyRate.LIMITS);

    private final Siblings siblings = new Siblings();

    private final EmbeddedChannel channel = new EmbeddedChannel();

    private int made;

    @Test
    void areThoseThatWereAddedAndNotRemoved() {
        Random random = new Random(1);
        Set<NettySession> model = new LinkedHashSet<>();
        for (int i = 0; i < 5_000; i++) {
            boolean growing = i < 2_500 || model.isEmpty();
            if (growing == (random.nextInt(4) > 0) || model.isEmpty()) {
                NettySession session = session();
                siblings.add(session);
                model.add(session);
            } else {
                NettySession session = List.copyOf(model).get(random.nextInt(model.size()));
                siblings.remove(session);
                model.remove(session);
            }
        }
        assertThat(visited()).containsExactlyInAnyOrderElementsOf(model);
        assertThat(siblings.size()).isEqualTo(model.size());
    }

    @Test
    void mayBeRemovedWhenTheyAreVisited() {
        List<NettySession> all = List.of(session(), session(), session());
        all.forEach(siblings::add);
        List<NettySession> seen = new ArrayList<>();

        siblings.forEach(session -> {
            seen.add(session);
            siblings.remove(session);
        });

        assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
        assertThat(siblings.size()).isZero();
    }

    private List<NettySession> visited() {
        List<NettySession> visited = new ArrayList<>();
        siblings.forEach(visited::add);
        return visited;
    }

    private NettySession session() {
        NettySession.Handshake handshake = new NettySession.Handshake(
                URI.create("/ws"), InetAddress.getLoopbackAddress(), null, null, Deflation.NONE);
        return new NettySession(
                "s" + made++, channel, handshake, PROPERTIES, new SessionMetrics(new SimpleMeterRegistry()));
    }
}
