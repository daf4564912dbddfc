package io.tidings.connection;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How many of something each client address has. An IPv6 address counts by its first 64 bits, for whoever has one address of
 * such a network has all of them. Any thread may call.
 */
public final class AddressCounts {

    private final int most;

    private final ConcurrentMap<Long, Integer> counts = new ConcurrentHashMap<>();

    /**
     * Counts nothing yet.
     *
     * @param most the most that an address may have, from 1
     */
    public AddressCounts(int most) {
        this.most = most;
    }

    /** What an address counts by. No IPv6 address of the internet has the key of one of IPv4. */
    public static long key(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address ? bytes.getLong() : Integer.toUnsignedLong(bytes.getInt());
    }

    /** Whether an address may have one more. */
    public boolean hasRoom(InetAddress address) {
        Integer count = counts.get(key(address));
        return count == null || count < most;
    }

    /** Counts one more. Returns whether it is within the bound; it is counted all the same. */
    public boolean add(InetAddress address) {
        return counts.merge(key(address), 1, Integer::sum) <= most;
    }

    /** Counts one less, of those that were added. */
    public void remove(InetAddress address) {
        counts.computeIfPresent(key(address), (key, count) -> count > 1 ? count - 1 : null);
    }

    /** How many addresses have something. */
    public int addresses() {
        return counts.size();
    }
}
