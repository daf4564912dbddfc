package io.tidings.connection;

/** The headers in which proxies say who the client is: one kind, for what a proxy does not write itself it lets pass. */
enum ForwardedBy {
    /** {@code X-Forwarded-For}, {@code -Proto}, {@code -Host} and {@code -Port}. */
    X_FORWARDED,

    /** {@code Forwarded} (RFC 7239). */
    FORWARDED
}
