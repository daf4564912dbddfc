package io.tidings.connection;

import java.net.InetAddress;
import java.util.List;

/** The proxies that are believed when they say who the client is. */
final class TrustedProxies {

    private final List<AddressRange> ranges;

    TrustedProxies(List<String> ranges) {
        this.ranges = ranges.stream().map(AddressRange::parse).toList();
    }

    boolean contains(InetAddress address) {
        for (int i = 0; i < ranges.size(); i++) {
            if (ranges.get(i).contains(address)) {
                return true;
            }
        }
        return false;
    }
}
