package io.tidings.session;

/** What a client can meet that bounds it. */
enum Limit {
    /** Its page is of an origin that may not open sessions. */
    ORIGIN,
    SESSIONS,
    ADDRESS_SESSIONS,
    HANDSHAKES,
    ADDRESS_HANDSHAKES
}
