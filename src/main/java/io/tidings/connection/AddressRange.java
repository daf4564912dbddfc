package io.tidings.connection;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that begin with the same bits: {@code 10.0.0.0/8}, {@code fd00::/8}, or one alone.
 *
 * @param network an address of the range
 * @param prefix how many leading bits all have in common
 */
record AddressRange(InetAddress network, int prefix) {

    private static final String EXPECTED = "' (expected: an address, or a range such as 10.0.0.0/8 or fd00::/8)";

    /** Never asks a name server. */
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress network = address(slash < 0 ? text : text.substring(0, slash));
        if (network == null) {
            throw new IllegalArgumentException("tidings.connection.trusted-proxies: '" + text + EXPECTED);
        }
        int bits = network.getAddress().length * Byte.SIZE;
        int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1));
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("tidings.connection.trusted-proxies: '" + text + EXPECTED);
        }
        return new AddressRange(network, prefix);
    }

    boolean contains(InetAddress address) {
        byte[] own = network.getAddress();
        byte[] other = address.getAddress();
        if (own.length != other.length) {
            return false;
        }
        int whole = prefix / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (own[i] != other[i]) {
                return false;
            }
        }
        int rest = Byte.SIZE - prefix % Byte.SIZE;
        return rest == Byte.SIZE || (own[whole] & 0xFF) >> rest == (other[whole] & 0xFF) >> rest;
    }

    private static @Nullable InetAddress address(String text) {
        return NetUtil.createInetAddressFromIpAddressString(text);
    }

    private static int prefix(String text) {
        return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
    }
}
