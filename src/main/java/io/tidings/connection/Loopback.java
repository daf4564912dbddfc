package io.tidings.connection;

import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerSslBundle;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.web.reactive.socket.client.ReactorNettyWebSocketClient;
import org.springframework.web.reactive.socket.client.WebSocketClient;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.WebsocketClientSpec;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * The way of this node to its own port, by TCP as its clients come: its connections count for no bound on theirs. It has a
 * thread of its own, from its first use to the end of the process's life.
 */
public final class Loopback implements AutoCloseable {

    private static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

    private final LoopResources loop = LoopResources.create("loopback", 1, true);

    private final OwnConnections own;

    private final ServerProperties server;

    private final SslBundles bundles;

    private final ApplicationContext context;

    Loopback(OwnConnections own, ServerProperties server, SslBundles bundles, ApplicationContext context) {
        this.own = own;
        this.server = server;
        this.bundles = bundles;
        this.context = context;
    }

    /** A WebSocket address of the port, which is open once the web server has started. */
    public URI address(String path) {
        InetAddress bound = server.getAddress();
        InetAddress host = bound == null || bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound;
        return UriComponentsBuilder.newInstance()
                .scheme(Ssl.isEnabled(server.getSsl()) ? "wss" : "ws")
                .host(host instanceof Inet6Address ? '[' + host.getHostAddress() + ']' : host.getHostAddress())
                .port(port())
                .path(path)
                .build()
                .toUri();
    }

    /** A client for such addresses. */
    public WebSocketClient webSocketClient(Duration connectTimeout) {
        HttpClient http = HttpClient.create(ConnectionProvider.newConnection())
                .runOn(loop)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(connectTimeout.toMillis()))
                .doOnChannelInit(own);
        return new ReactorNettyWebSocketClient(
                Ssl.isEnabled(server.getSsl()) ? secure(http) : http,
                () -> WebsocketClientSpec.builder().maxFramePayloadLength(MAX_MESSAGE_BYTES));
    }

    @Override
    public void close() {
        loop.dispose();
    }

    private int port() {
        return Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                .getPort();
    }

    /**
     * Whoever answers is this process, for it holds the port: no certificate says that better, and the port's own is made out
     * to another name. Where clients have to show one, this shows the port's.
     */
    private HttpClient secure(HttpClient http) {
        try {
            var tls = SslContextBuilder.forClient()
                    .keyManager(WebServerSslBundle.get(server.getSsl(), bundles)
                            .getManagers()
                            .getKeyManagerFactory())
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .endpointIdentificationAlgorithm(null)
                    .build();
            return http.secure(spec -> spec.sslContext(tls));
        } catch (SSLException e) {
            throw new IllegalStateException("Cannot speak TLS with the own port", e);
        }
    }
}
