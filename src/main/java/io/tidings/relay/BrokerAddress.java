package io.tidings.relay;

/**
 * Where a broker takes STOMP connections, written {@code HOST:PORT}; an IPv6 address as host stands in brackets.
 *
 * @param host the host's name or address, without brackets
 * @param port 1 to 65535
 */
record BrokerAddress(String host, int port) {

    private static final String EXPECTED = "' (expected: HOST:PORT)";

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if there is no such address
     */
    BrokerAddress {
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("address: '" + host + ":" + port + EXPECTED);
        }
    }

    /**
     * Reads {@code HOST:PORT}.
     *
     * @throws IllegalArgumentException if the text is not one
     */
    static BrokerAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, Math.max(colon, 0));
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (!bracketed && host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("address: '" + text + EXPECTED);
        }
        try {
            return new BrokerAddress(
                    bracketed ? host.substring(1, host.length() - 1) : host,
                    Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("address: '" + text + EXPECTED, e);
        }
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? '[' + host + "]:" + port : host + ':' + port;
    }
}
