package io.tidings.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.netty.ConnectionObserver;

/** Room for four connections, two of an address; but for the proxy's at 10.0.0.1. */
class ConnectionLimitsTests {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private final ConnectionLimits limits = new ConnectionLimits(
            new ConnectionProperties(
                    4, 2, Duration.ofSeconds(10), Duration.ofSeconds(60), List.of(), ForwardedBy.X_FORWARDED),
            new TrustedProxies(List.of("10.0.0.1")),
            new ConnectionMetrics(meters),
            new OwnConnections());

    private final List<EmbeddedChannel> channels = new ArrayList<>();

    @AfterEach
    void close() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    @Test
    void closesMoreThanAnAddressMayHave() {
        EmbeddedChannel first = connect("192.0.2.1");

        assertThat(connect("192.0.2.1").isOpen()).isTrue();
        assertThat(connect("192.0.2.1").isOpen()).isFalse();
        assertThat(connect("192.0.2.2").isOpen()).isTrue();
        assertThat(limited("address-connections")).isOne();
        first.close();
        assertThat(connect("192.0.2.1").isOpen()).isTrue();
    }

    @Test
    void closesMoreThanTheNodeMayHave() {
        connect("192.0.2.1");
        connect("192.0.2.2");
        connect("192.0.2.3");
        EmbeddedChannel last = connect("192.0.2.4");

        assertThat(connect("192.0.2.5").isOpen()).isFalse();
        assertThat(limited("connections")).isOne();
        assertThat(meters.get("tidings.connection.open").gauge().value()).isEqualTo(4);
        last.close();
        assertThat(connect("192.0.2.5").isOpen()).isTrue();
    }

    @Test
    void letsAProxyHaveThoseOfMany() {
        for (int i = 0; i < 4; i++) {
            assertThat(connect("10.0.0.1").isOpen()).isTrue();
        }
    }

    private EmbeddedChannel connect(String address) {
        EmbeddedChannel channel = new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return isActive() ? new InetSocketAddress(address, 4711) : null;
            }
        };
        channels.add(channel);
        limits.onChannelInit(ConnectionObserver.emptyListener(), channel, channel.remoteAddress());
        return channel;
    }

    private double limited(String limit) {
        return meters.counter("tidings.connection.limited", "limit", limit).count();
    }
}
