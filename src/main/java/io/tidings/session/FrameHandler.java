package io.tidings.session;

import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

/** Handles one kind of frame that a connected client sends. The session's event loop calls. */
interface FrameHandler {

    /**
     * Does what the frame asks for, its RECEIPT included.
     *
     * @throws StompRefusal if it is refused: the client gets the text in an ERROR, and the session closes
     */
    void handle(NettySession session, StompHeaderAccessor frame, Message<?> message);
}
