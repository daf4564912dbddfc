package io.tidings.session;

import java.util.List;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Mono;

/** Names the sub-protocols for WebFlux's handshake; the session itself belongs to the channel's event loop. */
final class StompWebSocketHandler implements WebSocketHandler {

    @Override
    public List<String> getSubProtocols() {
        return List.of("v12.stomp", "v11.stomp", "v10.stomp");
    }

    @Override
    public Mono<Void> handle(WebSocketSession session) {
        throw new UnsupportedOperationException("the channel is taken over at the upgrade");
    }
}
