package io.tidings.connection;

import org.jspecify.annotations.Nullable;

/**
 * What one proxy says of the request that came to it: texts as they stand, that nobody has looked at.
 *
 * @param address whom it came from
 * @param scheme how it came
 * @param host the host, and perhaps the port, that it asked for
 * @param port the port that it came to
 */
record ForwardedHop(
        @Nullable String address,
        @Nullable String scheme,
        @Nullable String host,
        @Nullable String port) {

    static final ForwardedHop NOTHING = new ForwardedHop(null, null, null, null);
}
