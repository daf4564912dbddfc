package io.tidings.bench;

/**
 * What has been used up to a moment.
 *
 * @param nanos the moment
 * @param serverSeconds the server's processor time
 * @param clientSeconds that of the client's event loop
 */
record Usage(long nanos, double serverSeconds, double clientSeconds) {

    static Usage now(ServerUnderTest server, LoadClient client) {
        return new Usage(System.nanoTime(), server.cpuSeconds(), client.cpuSeconds());
    }

    /** What was used since an earlier moment. */
    Usage since(Usage earlier) {
        return new Usage(
                nanos - earlier.nanos, serverSeconds - earlier.serverSeconds, clientSeconds - earlier.clientSeconds);
    }

    double seconds() {
        return nanos / 1e9;
    }

    /** The share of a core that the server used. */
    double serverBusy() {
        return serverSeconds / seconds();
    }

    /** The share of a core that the client's event loop used: near 1 the client is what was measured. */
    double clientBusy() {
        return clientSeconds / seconds();
    }
}
