package io.tidings.probe;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;

/** The URL at which this machine asks whether the node lives, on whichever port Boot has put the actuator. */
final class LivenessAddress {

    private final ServerProperties server;

    private final ManagementServerProperties management;

    private final String contextPath;

    private final String path;

    /**
     * An address that is made of these.
     *
     * @param contextPath the path before all that is on the clients' port; empty for none
     * @param basePath the actuator's
     */
    LivenessAddress(
            ServerProperties server, ManagementServerProperties management, String contextPath, String basePath) {
        this.server = server;
        this.management = management;
        this.contextPath = contextPath;
        this.path = basePath + "/health/liveness";
    }

    /** On the port that clients use too. */
    String onPort(int port) {
        return url(Ssl.isEnabled(server.getSsl()), server.getAddress(), port, contextPath);
    }

    /** On a port of the actuator's own, which has the TLS and the address of the other unless it is given its own. */
    String onManagementPort(int port) {
        Ssl ssl = management.getSsl() == null ? server.getSsl() : management.getSsl();
        return url(Ssl.isEnabled(ssl), management.getAddress(), port, management.getBasePath());
    }

    private String url(boolean tls, @Nullable InetAddress address, int port, String basePath) {
        return (tls ? "https://" : "http://") + host(address) + ":" + port + basePath + path;
    }

    private static String host(@Nullable InetAddress address) {
        if (address == null || address.isAnyLocalAddress()) {
            return "127.0.0.1";
        }
        String text = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + text + "]" : text;
    }
}
