package io.tidings.connection;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.http.server.ConnectionInfo;

/**
 * Gives each request the client's address, scheme and host: those of its connection, unless that comes from a trusted proxy
 * which says otherwise.
 */
final class ForwardedHeaders implements BiFunction<ConnectionInfo, HttpRequest, ConnectionInfo> {

    private static final Logger logger = LoggerFactory.getLogger(ForwardedHeaders.class);

    private static final int NO_PORT = 0;

    private final ForwardedBy forwardedBy;

    private final TrustedProxies trusted;

    private final ConnectionMetrics metrics;

    /** Once is enough, for any client can cause it. */
    private final AtomicBoolean hinted = new AtomicBoolean();

    ForwardedHeaders(ForwardedBy forwardedBy, TrustedProxies trusted, ConnectionMetrics metrics) {
        this.forwardedBy = forwardedBy;
        this.trusted = trusted;
        this.metrics = metrics;
    }

    @Override
    public ConnectionInfo apply(ConnectionInfo connection, HttpRequest request) {
        InetSocketAddress peer = connection.getRemoteAddress();
        List<ForwardedHop> hops = hops(request.headers());
        if (peer == null || hops.isEmpty()) {
            return connection;
        }
        if (!trusted.contains(peer.getAddress())) {
            doNotBelieve(peer.getAddress());
            return connection;
        }
        ForwardedRequest forwarded = ForwardedRequest.read(peer.getAddress(), hops, trusted);
        if (forwarded.malformed()) {
            metrics.ignored(ConnectionMetrics.Doubt.MALFORMED);
        }
        return moved(
                connection.withRemoteAddress(new InetSocketAddress(forwarded.client(), NO_PORT)), request, forwarded);
    }

    private List<ForwardedHop> hops(HttpHeaders headers) {
        return forwardedBy == ForwardedBy.FORWARDED ? ForwardedHeader.read(headers) : XForwardedHeaders.read(headers);
    }

    private void doNotBelieve(InetAddress peer) {
        metrics.ignored(ConnectionMetrics.Doubt.UNTRUSTED);
        if (hinted.compareAndSet(false, true)) {
            logger.atWarn()
                    .addKeyValue("from", peer.getHostAddress())
                    .log(
                            "Proxy headers come from an address that tidings.connection.trusted-proxies does not name, and are ignored");
        }
    }

    private static ConnectionInfo moved(ConnectionInfo connection, HttpRequest request, ForwardedRequest forwarded) {
        InetSocketAddress local = connection.getHostAddress();
        if (local == null || (forwarded.scheme() == null && forwarded.host() == null && forwarded.port() < 0)) {
            return connection;
        }
        String scheme = forwarded.scheme() == null ? connection.getScheme() : forwarded.scheme();
        String host = forwarded.host() == null ? connection.getHostName() : forwarded.host();
        return connection.withScheme(scheme).withHostAddress(local, host, port(connection, request, forwarded, scheme));
    }

    /** Said by a proxy, or by the host header that it let pass; else the scheme's own. */
    private static int port(ConnectionInfo connection, HttpRequest request, ForwardedRequest forwarded, String scheme) {
        if (forwarded.port() > 0) {
            return forwarded.port();
        }
        boolean passed = forwarded.host() == null && namesPort(request.headers().get(HttpHeaderNames.HOST));
        return passed ? connection.getHostPort() : ConnectionInfo.getDefaultHostPort(scheme);
    }

    private static boolean namesPort(@Nullable String host) {
        return host != null && host.lastIndexOf(':') > host.lastIndexOf(']');
    }
}
