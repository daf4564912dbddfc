package io.tidings.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class AddressCountsTests {

    private final AddressCounts counts = new AddressCounts(2);

    @Test
    void boundsEachAddressByItself() throws Exception {
        assertThat(counts.add(address("192.0.2.1"))).isTrue();
        assertThat(counts.add(address("192.0.2.1"))).isTrue();
        assertThat(counts.hasRoom(address("192.0.2.1"))).isFalse();
        assertThat(counts.hasRoom(address("192.0.2.2"))).isTrue();
        assertThat(counts.add(address("192.0.2.1"))).isFalse();
    }

    @Test
    void countsAnIpv6NetworkAsOneClient() throws Exception {
        counts.add(address("2001:db8:1:2::1"));
        counts.add(address("2001:db8:1:2:ffff::2"));

        assertThat(counts.hasRoom(address("2001:db8:1:2::3"))).isFalse();
        assertThat(counts.hasRoom(address("2001:db8:1:3::1"))).isTrue();
        assertThat(counts.addresses()).isOne();
    }

    @Test
    void forgetsAnAddressThatHasNothing() throws Exception {
        counts.add(address("192.0.2.1"));
        counts.add(address("192.0.2.1"));
        counts.add(address("192.0.2.1"));
        counts.remove(address("192.0.2.1"));
        counts.remove(address("192.0.2.1"));

        assertThat(counts.hasRoom(address("192.0.2.1"))).isTrue();
        assertThat(counts.addresses()).isOne();
        counts.remove(address("192.0.2.1"));
        assertThat(counts.addresses()).isZero();
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }
}
