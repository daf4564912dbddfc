package io.tidings.session;

import io.netty.buffer.ByteBuf;

/** The way from a session's outbox to its socket. Only the session's event loop calls. */
interface Wire {

    /**
     * Sends bytes; the buffer stays the caller's, and may be released afterwards.
     *
     * @return whether the client keeps up: less waits for it than the channel's high water mark
     */
    boolean send(ByteBuf bytes);
}
