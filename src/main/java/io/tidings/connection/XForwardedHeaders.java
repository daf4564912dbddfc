package io.tidings.connection;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code X-Forwarded-For}, {@code -Proto}, {@code -Host} and {@code -Port}, by hop, the farthest first. */
final class XForwardedHeaders {

    private XForwardedHeaders() {}

    static List<ForwardedHop> read(HttpHeaders headers) {
        List<String> addresses = list(headers, "X-Forwarded-For");
        List<String> schemes = list(headers, "X-Forwarded-Proto");
        List<String> hosts = list(headers, "X-Forwarded-Host");
        List<String> ports = list(headers, "X-Forwarded-Port");
        int hops = addresses.size();
        List<ForwardedHop> read = new ArrayList<>(hops);
        for (int i = 0; i < hops; i++) {
            read.add(new ForwardedHop(addresses.get(i), at(i, hops, schemes), at(i, hops, hosts), at(i, hops, ports)));
        }
        if (hops == 0 && schemes.size() + hosts.size() + ports.size() > 0) {
            read.add(new ForwardedHop(null, last(schemes), last(hosts), last(ports)));
        }
        return read;
    }

    /** Where not each proxy has added its own, the last is what the nearest one says. */
    private static @Nullable String at(int hop, int hops, List<String> values) {
        return values.size() == hops ? values.get(hop) : last(values);
    }

    private static @Nullable String last(List<String> values) {
        return values.isEmpty() ? null : values.get(values.size() - 1);
    }

    /** Several headers of a name are one list (RFC 9110, section 5.3). */
    private static List<String> list(HttpHeaders headers, String name) {
        List<String> values = new ArrayList<>();
        for (String line : headers.getAll(name)) {
            for (String value : line.split(",", -1)) {
                values.add(value.strip());
            }
        }
        return values;
    }
}
