package io.tidings.canary;

import io.tidings.access.CanaryKey;
import io.tidings.connection.Loopback;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/**
 * This node's own session, which canaries come to: by TCP to its own port, through the handshake, CONNECT and SUBSCRIBE, as
 * any client's. It is opened anew whenever it ends, or has brought nothing for too long.
 */
final class CanarySession {

    private static final Logger logger = LoggerFactory.getLogger(CanarySession.class);

    private static final Duration HEART_BEAT = Duration.ofSeconds(10);

    private final Loopback loopback;

    private final CanaryKey key;

    private final String path;

    private final WatchedNamespaces namespaces;

    private final CanaryProperties properties;

    CanarySession(
            Loopback loopback, CanaryKey key, String path, WatchedNamespaces namespaces, CanaryProperties properties) {
        this.loopback = loopback;
        this.key = key;
        this.path = path;
        this.namespaces = namespaces;
        this.properties = properties;
    }

    /** The canaries that arrive, for ever; the session's event loop tells. */
    Flux<Arrival> arrivals() {
        return Flux.create(this::open, FluxSink.OverflowStrategy.DROP)
                .timeout(properties.timeout())
                .concatWith(Flux.error(() -> new IllegalStateException("closed")))
                .retryWhen(backoff())
                .flatMapIterable(Function.identity());
    }

    private RetryBackoffSpec backoff() {
        return Retry.backoff(Long.MAX_VALUE, properties.reconnect().min())
                .maxBackoff(properties.reconnect().max())
                .transientErrors(true)
                .doBeforeRetry(lost -> logger.atWarn()
                        .addKeyValue("cause", String.valueOf(lost.failure()))
                        .log("The session for canaries was lost, opening another"));
    }

    /** Tells what each message brings, which is nothing where it is a heart-beat. */
    private void open(FluxSink<List<Arrival>> sink) {
        HttpHeaders headers = new HttpHeaders();
        key.showIn(headers);
        Mono<Void> session = loopback.webSocketClient(properties.timeout())
                .execute(loopback.address(path), headers, new Handler(sink));
        sink.onDispose(session.subscribe(nothing -> {}, sink::error, sink::complete));
    }

    /** Says what is to be said, and then heart-beats, until the other end closes. */
    private final class Handler implements WebSocketHandler {

        private final CanaryFrames frames = new CanaryFrames();

        private final FluxSink<List<Arrival>> sink;

        Handler(FluxSink<List<Arrival>> sink) {
            this.sink = sink;
        }

        @Override
        public List<String> getSubProtocols() {
            return List.of(CanaryFrames.PROTOCOL);
        }

        @Override
        public Mono<Void> handle(WebSocketSession session) {
            Flux<String> said = Flux.fromIterable(CanaryFrames.opening(namespaces.names(), HEART_BEAT))
                    .concatWith(Flux.interval(HEART_BEAT).map(beat -> CanaryFrames.HEART_BEAT));
            Mono<Void> heard = session.receive()
                    .doOnNext(message -> sink.next(frames.read(bytes(message))))
                    .then();
            return Mono.firstWithSignal(heard, session.send(said.map(session::textMessage)));
        }

        private static byte[] bytes(WebSocketMessage message) {
            if (message.getType() == WebSocketMessage.Type.TEXT) {
                return message.getPayloadAsText().getBytes(StandardCharsets.UTF_8);
            }
            DataBuffer payload = message.getPayload();
            byte[] bytes = new byte[payload.readableByteCount()];
            payload.read(bytes);
            return bytes;
        }
    }
}
