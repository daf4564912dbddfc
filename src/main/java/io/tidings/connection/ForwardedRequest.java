package io.tidings.connection;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a request that came through trusted proxies began, as far as they can be believed: only texts that are what they
 * should be are taken.
 *
 * @param client the nearest address that is no trusted proxy's; the farthest one that can be read where all are
 * @param scheme {@code http} or {@code https}, as the client asked; null if nobody said
 * @param host the host's name or address, as the client asked; null if nobody said
 * @param port the port, as the client asked; -1 if nobody said
 * @param malformed whether something was no address, scheme, host or port
 */
record ForwardedRequest(
        InetAddress client,
        @Nullable String scheme,
        @Nullable String host,
        int port,
        boolean malformed) {

    private static final Pattern ADDRESS =
            Pattern.compile("(?:([0-9.]{7,15})|\\[([0-9a-fA-F:.]{2,45})])(?::[0-9]{1,5})?|([0-9a-fA-F:.]{2,45})");

    private static final Pattern HOST =
            Pattern.compile("([0-9A-Za-z._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::([0-9]{1,5}))?");

    private static final Set<String> PLAIN = Set.of("http", "ws");

    private static final Set<String> SECURE = Set.of("https", "wss");

    private static final int NOT_SAID = -1;

    private static final int LAST_PORT = 65_535;

    /**
     * Reads what the proxies say.
     *
     * @param proxy the trusted proxy that the request came from
     * @param hops what each says, the farthest first
     */
    static ForwardedRequest read(InetAddress proxy, List<ForwardedHop> hops, TrustedProxies trusted) {
        InetAddress client = proxy;
        ForwardedHop hop = ForwardedHop.NOTHING;
        boolean malformed = false;
        for (int i = hops.size() - 1; i >= 0 && trusted.contains(client); i--) {
            hop = hops.get(i);
            InetAddress before = address(hop.address());
            if (before == null) {
                malformed = true;
                break;
            }
            client = before;
        }
        return of(client, hop, malformed);
    }

    private static ForwardedRequest of(InetAddress client, ForwardedHop hop, boolean malformed) {
        String scheme = scheme(hop.scheme());
        Matcher host = HOST.matcher(hop.host() == null ? "" : hop.host());
        boolean named = host.matches();
        int saidPort = port(hop.port());
        int hostPort = named ? port(host.group(2)) : NOT_SAID;
        boolean wrong = malformed
                || (hop.scheme() != null && scheme == null)
                || (hop.host() != null && !named)
                || (hop.port() != null && saidPort == NOT_SAID);
        return new ForwardedRequest(
                client, scheme, named ? host.group(1) : null, saidPort == NOT_SAID ? hostPort : saidPort, wrong);
    }

    /** An address, with or without a port. Never asks a name server. */
    private static @Nullable InetAddress address(@Nullable String text) {
        Matcher matcher = ADDRESS.matcher(text == null ? "" : text);
        if (!matcher.matches()) {
            return null;
        }
        String alone = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        return NetUtil.createInetAddressFromIpAddressString(alone != null ? alone : matcher.group(3));
    }

    private static @Nullable String scheme(@Nullable String text) {
        String lower = text == null ? "" : text.toLowerCase(Locale.ROOT);
        if (SECURE.contains(lower)) {
            return "https";
        }
        return PLAIN.contains(lower) ? "http" : null;
    }

    private static int port(@Nullable String text) {
        int port = text != null && text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : NOT_SAID;
        return port >= 1 && port <= LAST_PORT ? port : NOT_SAID;
    }
}
