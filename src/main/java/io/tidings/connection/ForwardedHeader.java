package io.tidings.connection;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code Forwarded} (RFC 7239, section 4), by hop, the farthest first. */
final class ForwardedHeader {

    /** A pair and what ends it; each character can be matched in one way only, so that no text is slow to read. */
    private static final Pattern PAIR = Pattern.compile(
            "\\s*+([!#$%&'*+.^_`|~0-9A-Za-z-]++)=(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s\",;]++))\\s*+([,;]|\\z)");

    private ForwardedHeader() {}

    /** What stands before something malformed cannot be told apart from it: an element without an address takes its place. */
    static List<ForwardedHop> read(HttpHeaders headers) {
        List<ForwardedHop> hops = new ArrayList<>();
        for (String line : headers.getAll("Forwarded")) {
            read(line, hops);
        }
        return hops;
    }

    private static void read(String line, List<ForwardedHop> hops) {
        Map<String, String> element = new HashMap<>();
        Matcher pair = PAIR.matcher(line);
        int at = 0;
        while (at < line.length()) {
            if (!pair.region(at, line.length()).lookingAt()) {
                hops.clear();
                hops.add(ForwardedHop.NOTHING);
                return;
            }
            element.putIfAbsent(pair.group(1).toLowerCase(Locale.ROOT), value(pair));
            if (!pair.group(4).equals(";")) {
                hops.add(hop(element));
                element.clear();
            }
            at = pair.end();
        }
    }

    private static String value(Matcher pair) {
        String quoted = pair.group(2);
        return quoted == null ? pair.group(3) : quoted.replaceAll("\\\\(.)", "$1");
    }

    private static ForwardedHop hop(Map<String, String> element) {
        return new ForwardedHop(element.get("for"), element.get("proto"), element.get("host"), null);
    }
}
