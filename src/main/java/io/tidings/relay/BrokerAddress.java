package io.tidings.relay;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a broker takes STOMP connections, written {@code HOST:PORT}; an IPv6 address as host stands in brackets.
 *
 * @param host the host's name or address, without brackets
 * @param port 1 to 65535
 */
record BrokerAddress(String host, int port) {

    private static final Pattern TEXT = Pattern.compile("(\\[[^\\[\\]]+]|[^:\\[\\]\\s]+):(\\d{1,5})");

    /**
     * Checks the port.
     *
     * @throws IllegalArgumentException if there is no such one
     */
    BrokerAddress {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
        }
    }

    /**
     * Reads {@code HOST:PORT}.
     *
     * @throws IllegalArgumentException if the text is not one
     */
    static BrokerAddress parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("address: '" + text + "' (expected: HOST:PORT)");
        }
        String host = matcher.group(1);
        boolean bracketed = host.startsWith("[");
        return new BrokerAddress(
                bracketed ? host.substring(1, host.length() - 1) : host, Integer.parseInt(matcher.group(2)));
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? '[' + host + "]:" + port : host + ':' + port;
    }
}
