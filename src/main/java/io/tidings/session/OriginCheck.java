package io.tidings.session;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.cors.CorsConfiguration;

/**
 * Whether a page may open a session. Browsers send cookies and other credentials with a handshake, whatever page asks for
 * it, and do not keep the page from reading what comes: all they do is to name the page's origin (RFC 6455, section 10.2).
 */
final class OriginCheck {

    private static final Pattern ORIGIN =
            Pattern.compile("([a-z][a-z0-9+.-]*)://([^\\s/?#@:\\[\\]]*|\\[[0-9a-f:.]+])(?::([0-9]{1,5}))?");

    private static final Pattern ORIGIN_PATTERN = Pattern.compile("\\*|null|[a-zA-Z*][a-zA-Z0-9+.*-]*://[^\\s/?#@]*");

    private static final String HTTPS = "https";

    private final CorsConfiguration allowed = new CorsConfiguration();

    OriginCheck(List<String> allowedOrigins) {
        allowed.setAllowedOriginPatterns(
                allowedOrigins.stream().map(OriginCheck::lowerCase).toList());
    }

    /** Refuses what matches no origin. */
    static void checkPattern(String pattern) {
        if (!ORIGIN_PATTERN.matcher(pattern).matches()) {
            throw new IllegalArgumentException(
                    "tidings.session.allowed-origins: '" + pattern
                            + "' (expected: an origin such as https://example.com or https://*.example.com:[443,8443], null, or *)");
        }
    }

    /**
     * Whether a handshake may go on.
     *
     * @param origins the values of its {@code Origin} headers. Without one it comes from no browser: those always send one,
     *     and all others can send what they like
     * @param request what it asked for, as the client did
     */
    boolean allows(List<String> origins, URI request) {
        if (origins.isEmpty()) {
            return true;
        }
        String origin = lowerCase(origins.get(0));
        Matcher parts = ORIGIN.matcher(origin);
        boolean wellFormed = origins.size() == 1 && (parts.matches() || origin.equals("null"));
        return wellFormed && (isSame(parts, request) || allowed.checkOrigin(origin) != null);
    }

    private static boolean isSame(Matcher origin, URI request) {
        if (!origin.matches() || request.getHost() == null) {
            return false;
        }
        String scheme = httpScheme(request.getScheme());
        boolean samePort = port(origin.group(3), origin.group(1)) == port(request.getPort(), scheme);
        return origin.group(2).equals(lowerCase(request.getHost()))
                && (origin.group(1).equals(scheme) ? samePort : isBehindTls(origin, request, scheme));
    }

    /**
     * A proxy that nobody has told us to trust may have taken the TLS off. The host is the page's all the same, and a page
     * that came by TLS is no worse than one that did not.
     */
    private static boolean isBehindTls(Matcher origin, URI request, String scheme) {
        boolean samePort = origin.group(3) == null
                ? request.getPort() < 0
                : Integer.parseInt(origin.group(3)) == request.getPort();
        return origin.group(1).equals(HTTPS) && scheme.equals("http") && samePort;
    }

    private static String httpScheme(String scheme) {
        return switch (lowerCase(scheme)) {
            case "ws" -> "http";
            case "wss" -> HTTPS;
            default -> lowerCase(scheme);
        };
    }

    private static int port(String text, String scheme) {
        return port(text == null ? -1 : Integer.parseInt(text), scheme);
    }

    private static int port(int port, String scheme) {
        if (port >= 0) {
            return port;
        }
        return scheme.equals(HTTPS) ? 443 : 80;
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
