package io.tidings.session;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.tidings.fanout.Deflation;
import java.net.InetAddress;
import java.net.URI;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.reactive.socket.HandshakeInfo;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.server.RequestUpgradeStrategy;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.socket.CloseStatus;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;

/**
 * Upgrades a request to WebSocket and takes its channel over from Reactor Netty, so that a session is only a decoder and a
 * handler on its event loop: {@code [SslHandler] → WebSocket decoder → aggregator → session}.
 */
final class StompUpgrade implements RequestUpgradeStrategy {

    private static final String SEC_WEBSOCKET_VERSION = "Sec-WebSocket-Version";

    private static final String SEC_WEBSOCKET_PROTOCOL = "Sec-WebSocket-Protocol";

    private static final String SEC_WEBSOCKET_EXTENSIONS = "Sec-WebSocket-Extensions";

    private static final String VERSION = "13";

    private final StompEndpoint endpoint;

    /** Sessions do not keep their request's: it is larger than all else they keep of it, and may carry a token. */
    private final URI uri;

    private final WebSocketDecoderConfig plainConfig;

    private final WebSocketDecoderConfig deflatingConfig;

    private final int maxMessageBytes;

    private final DeflateProperties deflate;

    StompUpgrade(StompEndpoint endpoint, SessionProperties properties, DeflateProperties deflate) {
        this.endpoint = endpoint;
        this.deflate = deflate;
        this.uri = URI.create(properties.path());
        this.maxMessageBytes = (int) properties.maxMessageSize().toBytes();
        this.plainConfig = decoderConfig(false);
        this.deflatingConfig = decoderConfig(true);
    }

    @Override
    public Mono<Void> upgrade(
            ServerWebExchange exchange,
            WebSocketHandler handler,
            @Nullable String subProtocol,
            Supplier<HandshakeInfo> handshakeInfo) {
        if (!HttpMethod.GET.equals(exchange.getRequest().getMethod())) {
            // Spring lets CONNECT pass too, for HTTP/2 (RFC 8441).
            return Mono.error(
                    new MethodNotAllowedException(exchange.getRequest().getMethod(), List.of(HttpMethod.GET)));
        }
        if (!VERSION.equals(exchange.getRequest().getHeaders().getFirst(SEC_WEBSOCKET_VERSION))) {
            return refuse(exchange.getResponse());
        }
        Deflation deflation;
        try {
            deflation = negotiate(exchange);
        } catch (IllegalArgumentException e) {
            exchange.getResponse().setStatusCode(HttpStatus.BAD_REQUEST);
            return exchange.getResponse().setComplete();
        }
        InetAddress client = Admission.client(exchange.getRequest());
        String protocol = protocol(exchange, handler.getSubProtocols());
        return HandshakeFilter.principal(exchange)
                .map(Optional::<Principal>of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(principal -> upgrade(
                        exchange,
                        new NettySession.Handshake(uri, client, protocol, principal.orElse(null), deflation)));
    }

    /** Agrees on compression, and says so in the answer. */
    private Deflation negotiate(ServerWebExchange exchange) {
        if (!deflate.enabled()) {
            return Deflation.NONE;
        }
        return DeflateOffers.accept(exchange.getRequest().getHeaders().getOrEmpty(SEC_WEBSOCKET_EXTENSIONS))
                .map(agreement -> {
                    exchange.getResponse().getHeaders().set(SEC_WEBSOCKET_EXTENSIONS, agreement.answer());
                    return deflate.forClient(agreement.context());
                })
                .orElse(Deflation.NONE);
    }

    /** Spring finds no protocol that stands behind a comma and a blank, and gives the client's own text. */
    private static @Nullable String protocol(ServerWebExchange exchange, List<String> known) {
        return exchange.getRequest().getHeaders().getOrEmpty(SEC_WEBSOCKET_PROTOCOL).stream()
                .flatMap(offer -> Arrays.stream(offer.split(",")))
                .map(String::strip)
                .map(known::indexOf)
                .filter(index -> index >= 0)
                .findFirst()
                .map(known::get)
                .orElse(null);
    }

    /** Names the version that is spoken here (RFC 6455, section 4.2.2). */
    private static Mono<Void> refuse(ServerHttpResponse response) {
        response.setStatusCode(HttpStatus.UPGRADE_REQUIRED);
        response.getHeaders().set(SEC_WEBSOCKET_VERSION, VERSION);
        return response.setComplete();
    }

    private Mono<Void> upgrade(ServerWebExchange exchange, NettySession.Handshake handshake) {
        HttpServerResponse response = ServerHttpResponseDecorator.getNativeResponse(exchange.getResponse());
        response.withConnection(connection -> EarlyBytes.watch(connection.channel()));
        WebsocketServerSpec.Builder spec = WebsocketServerSpec.builder().maxFramePayloadLength(maxMessageBytes);
        if (handshake.protocol() != null) {
            spec.protocols(handshake.protocol());
        }
        return exchange.getResponse()
                .setComplete()
                .then(Mono.defer(() -> response.sendWebsocket(
                        (in, out) -> {
                            in.withConnection(connection -> onLoop(connection, handshake));
                            // The session ends with its channel, which Reactor Netty no longer watches.
                            return Mono.never();
                        },
                        spec.build())));
    }

    /** A handshake whose token waited for keys may be answered from another event loop. */
    private void onLoop(Connection connection, NettySession.Handshake handshake) {
        EventLoop loop = connection.channel().eventLoop();
        if (loop.inEventLoop()) {
            takeOver(connection, handshake);
        } else {
            loop.execute(() -> takeOver(connection, handshake));
        }
    }

    private void takeOver(Connection connection, NettySession.Handshake handshake) {
        Channel channel = connection.channel();
        if (!channel.isActive()) {
            return; // Gone since the handshake's answer: its pipeline is taken apart, and nobody knows of it here.
        }
        boolean early = EarlyBytes.end(channel);
        try {
            NettySession session = endpoint.begin(channel, handshake);
            boolean deflating = !handshake.deflation().equals(Deflation.NONE);
            rebuild(channel.pipeline(), session, deflating);
            connection.rebind(Detached.CONNECTION);
            channel.config().setAutoRead(true);
            if (early) {
                session.close(CloseStatus.PROTOCOL_ERROR);
            }
        } catch (Exception e) {
            var unused = channel.close();
            throw new IllegalStateException("Cannot begin a session", e);
        }
    }

    private void rebuild(ChannelPipeline pipeline, NettySession session, boolean deflating) {
        pipeline.replace("wsdecoder", "wsdecoder", decoder(deflating));
        pipeline.remove("wsencoder");
        pipeline.remove(NettyPipeline.ReactiveBridge);
        if (deflating) {
            pipeline.addLast("extension", ExtensionBits.INSTANCE);
        }
        pipeline.addLast("aggregator", new FrameAggregator(maxMessageBytes, session.inbound()));
        pipeline.addLast("session", new SessionHandler(session, endpoint));
    }

    /** Violations are answered by the session's own close frame, on its own account. */
    private WebSocket13FrameDecoder decoder(boolean deflating) {
        return new WebSocket13FrameDecoder(deflating ? deflatingConfig : plainConfig);
    }

    private WebSocketDecoderConfig decoderConfig(boolean deflating) {
        return WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(maxMessageBytes)
                .closeOnProtocolViolation(false)
                .allowExtensions(deflating)
                .build();
    }
}
