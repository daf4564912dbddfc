package io.tidings.session;

/** What a client can meet that bounds it. */
enum Limit {
    /** Its page is of an origin that may not open sessions. */
    ORIGIN,

    /** The node is stopping. */
    DRAINING,
    SESSIONS,
    ADDRESS_SESSIONS,
    HANDSHAKES,
    ADDRESS_HANDSHAKES,
    CONNECT_TIME,
    IDLE_TIME,
    SUBSCRIPTIONS,
    PATTERNS,
    HEADERS,
    MESSAGE_SIZE,

    /** It sends more frames a second than are read. */
    FRAMES,

    /** It publishes faster than its updates become safe. */
    PUBLICATIONS
}
