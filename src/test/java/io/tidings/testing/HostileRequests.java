package io.tidings.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Makes up requests: each path of the service, and then something wrong with its method, headers, length or body. */
public final class HostileRequests {

    private static final List<String> METHODS = List.of(
            "GET",
            "POST",
            "DELETE",
            "HEAD",
            "PUT",
            "PATCH",
            "OPTIONS",
            "TRACE",
            "CONNECT",
            "get",
            "PRI",
            "X".repeat(300),
            "");

    private static final List<String> PATHS = List.of(
            "/ws",
            "/ws",
            "/ws",
            "/api/topics/chat.a",
            "/api/topics/chat.a/last",
            "/api/topics?pattern=chat.%23&limit=5",
            "/api/sessions?user=u&topic=chat.a",
            "/api/sessions/1",
            "/api/sessions/1/subscriptions/2",
            "/api/users/u/queues/q",
            "/api/publications",
            "/api/publications",
            "/api/nodes",
            "/api/stats",
            "/api/namespaces",
            "/actuator/health",
            "/actuator/prometheus",
            "/",
            "*");

    private static final List<String> PATH_PARTS = List.of(
            "%",
            "%zz",
            "%00",
            "%2F",
            "%2e%2e",
            "..",
            "//",
            "/./",
            ";a=b",
            "?",
            "#",
            "\\",
            "%C3%28",
            "%25",
            "\u00fc",
            "*",
            " ",
            "limit=-1",
            "&limit=99999999999",
            "&after=%00",
            "{topic}",
            "chat..a");

    private static final List<String> VERSIONS = List.of(
            "HTTP/1.1",
            "HTTP/1.1",
            "HTTP/1.1",
            "HTTP/1.1",
            "HTTP/1.0",
            "HTTP/0.9",
            "HTTP/2.0",
            "HTTP/1.",
            "",
            "http/1.1");

    private static final List<String> ODD_HEADERS = List.of(
            "Content-Length: 5",
            "Content-Length: -1",
            "Content-Length: 99999999999999999999",
            "Content-Length: 5, 6",
            "Content-Length : 5",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: chunked, identity",
            "Transfer-Encoding: \u000bchunked",
            "Transfer-Encoding: gzip",
            "Expect: 100-continue",
            "Expect: the worst",
            "Content-Encoding: gzip",
            "Content-Type: application/json;charset=utf-16",
            "Content-Type: */*",
            "Content-Type: /",
            "Content-Type: text/plain;=",
            "Accept: text/html;q=x",
            "Accept: */*;q=-1",
            "Accept-Language: -",
            "Accept-Encoding: gzip, deflate, br, *;q=0",
            "If-None-Match: \"",
            "If-None-Match: W/\"a\", *",
            "If-Modified-Since: never",
            "Range: bytes=9-1",
            "Idempotency-Key: \"k",
            "Idempotency-Key: k",
            "Authorization: Bearer",
            "Authorization: Bearer a.b.c",
            "Authorization: Basic Og==",
            "Authorization: Bearer eyJhbGciOiJub25lIn0.e30.",
            "Origin: null",
            "Origin: http://[",
            "Origin: https://elsewhere.example",
            "Forwarded: for=\"[::\";proto=x",
            "X-Forwarded-For: 1.2.3.4, , x",
            "X-Forwarded-Port: 99999",
            "X-Forwarded-Host: [",
            "Cookie: =;;=",
            "Host:",
            "Host: [",
            "Host: a b",
            "Host: h:99999",
            "Connection: close, upgrade, keep-alive",
            "Upgrade: h2c",
            "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA",
            "Sec-WebSocket-Version: 8",
            "Sec-WebSocket-Key:",
            "Sec-WebSocket-Key: \u00fc",
            "Sec-WebSocket-Protocol: v12.stomp, \u00fc,,",
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=0",
            "Sec-WebSocket-Extensions: \"",
            "no colon",
            ": no name",
            " folded: yes",
            "a b: c",
            "x: a\0b",
            "x: a\rb");

    private final Randomly random;

    private final String token;

    /**
     * Makes requests.
     *
     * @param token the admin token, which some of them have
     */
    public HostileRequests(Randomly random, String token) {
        this.random = random;
        this.token = token;
    }

    /** One request, or a few of them one after the other; what is cut off or left out never comes. */
    public List<byte[]> requests() {
        List<byte[]> pieces = new ArrayList<>();
        for (int i = random.oneIn(5) ? 1 + random.below(5) : 1; i > 0; i--) {
            byte[] request = request();
            pieces.add(random.oneIn(4) ? random.mutated(request) : request);
        }
        if (random.oneIn(12)) {
            pieces.add(random.below(pieces.size() + 1), random.bytes(random.length(2_000)));
        }
        return pieces;
    }

    private byte[] request() {
        byte[] body = random.oneIn(3) ? new byte[0] : body();
        String path = random.one(PATHS);
        if (random.oneIn(3)) {
            int at = random.below(path.length() + 1);
            path = path.substring(0, at) + random.one(PATH_PARTS) + path.substring(at);
        }
        String end = random.oneIn(15) ? "\n" : "\r\n";
        String method = random.oneIn(4) ? random.one(METHODS) : random.one("GET", "GET", "POST", "DELETE");
        String head = method
                + ' '
                + path
                + ' '
                + (random.oneIn(4) ? random.one(VERSIONS) : "HTTP/1.1")
                + end
                + String.join(end, headers(path, body.length))
                + end
                + end;
        return Randomly.joined(head.getBytes(UTF_8), random.oneIn(6) ? chunked(body) : body);
    }

    private List<String> headers(String path, int bodyLength) {
        List<String> headers = new ArrayList<>(List.of("Host: localhost"));
        if (path.contains("ws")) {
            headers.addAll(List.of("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"));
            headers.add("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        } else if (!random.oneIn(4)) {
            headers.add("Authorization: Bearer " + token);
        }
        if (bodyLength > 0) {
            headers.add(random.oneIn(6) ? "Transfer-Encoding: chunked" : "Content-Length: " + bodyLength);
            headers.add("Content-Type: " + random.one("application/json", "application/json", "text/plain", "x"));
        }
        for (int i = random.oneIn(2) ? random.below(4) : 0; i > 0; i--) {
            headers.add(random.one(ODD_HEADERS));
        }
        if (random.oneIn(20)) {
            headers.add("x: " + "y".repeat(1 << random.below(18)));
        }
        if (random.oneIn(20)) {
            headers.addAll(Collections.nCopies(1 << random.below(14), "x-note: y"));
        }
        if (random.oneIn(12)) {
            headers.remove(random.below(headers.size()));
        }
        return headers;
    }

    private byte[] body() {
        return switch (random.below(10)) {
            case 0 -> zipped(new byte[1 << random.below(22)]);
            case 1 -> ("[".repeat(1 << random.below(17))).getBytes(UTF_8);
            case 2 -> ("{\"a\":".repeat(1 << random.below(12))).getBytes(UTF_8);
            case 3 -> ("[" + "9".repeat(1 << random.below(16)) + "]").getBytes(UTF_8);
            case 4 -> random.bytes(random.length(100_000));
            default -> publications();
        };
    }

    private byte[] publications() {
        StringBuilder items = new StringBuilder("[");
        for (int i = random.oneIn(9) ? 1 << random.below(12) : random.below(4); i > 0; i--) {
            items.append("{\"topic\":\"")
                    .append(random.one("chat.a", "chat.b", "none.a", "", "\\u0000", "chat.\\ud83c"));
            items.append("\",\"")
                    .append(random.one("text", "json", "base64", "body", "headers", "topic"))
                    .append("\":");
            items.append(random.one(
                    "\"a\"", "{}", "[[[]]]", "null", "1e999999", "\"\\ud800\"", "\"?\"", "{\"x-note\":\"a\\nb\"}"));
            items.append(random.one("}", "}", "}", "", ",}", ",\"idempotencyKey\":\"k\"}"))
                    .append(i > 1 ? "," : "");
        }
        byte[] body = items.append("]").toString().getBytes(UTF_8);
        return random.oneIn(3) ? random.mutated(body) : body;
    }

    private byte[] chunked(byte[] body) {
        String size = random.oneIn(2)
                ? Integer.toHexString(body.length)
                : random.one("-1", "ffffffffffffffff", "7fffffff", "x", "0;" + "a".repeat(9000));
        return Randomly.joined((size + "\r\n").getBytes(UTF_8), body, "\r\n0\r\nTrailer: x\r\n\r\n".getBytes(UTF_8));
    }

    private static byte[] zipped(byte[] bytes) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }
}
