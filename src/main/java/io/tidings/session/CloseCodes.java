package io.tidings.session;

import org.springframework.web.socket.CloseStatus;

/** The close codes that a session ends with (RFC 6455, section 7.4; registry of WebSocket close codes). */
final class CloseCodes {

    /** The client did not keep up, or its subscriptions cannot go on: it may come back at once. */
    static final CloseStatus COME_BACK = CloseStatus.SERVICE_OVERLOAD;

    /** The node is stopping: the client may come back at once, to another one. */
    static final CloseStatus RESTART = CloseStatus.SERVICE_RESTARTED.withReason("node is shutting down");

    /** No CONNECT in time, or no heart-beat. */
    static final CloseStatus SILENT = CloseStatus.PROTOCOL_ERROR;

    /** The client's token has expired: it may come back with a fresh one. */
    static final CloseStatus EXPIRED = CloseStatus.POLICY_VIOLATION;

    /** The greatest code that there is (RFC 6455, section 7.4.2). */
    static final int LAST = 4999;

    private CloseCodes() {}
}
