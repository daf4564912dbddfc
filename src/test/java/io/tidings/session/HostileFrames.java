package io.tidings.session;

import io.tidings.testing.Randomly;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Makes up STOMP frames: each command with the headers that it may have, and then something wrong with it, or nothing. */
final class HostileFrames {

    /** The commands of clients first, which are drawn the most. */
    private static final List<String> COMMANDS = List.of(
            "SUBSCRIBE",
            "SEND",
            "UNSUBSCRIBE",
            "BEGIN",
            "COMMIT",
            "ABORT",
            "ACK",
            "NACK",
            "CONNECT",
            "STOMP",
            "DISCONNECT",
            "MESSAGE",
            "RECEIPT",
            "ERROR",
            "CONNECTED",
            "send",
            "SUBSCRIBE ",
            "GET / HTTP/1.1",
            "\ufeffSEND",
            "");

    private static final int CLIENT_COMMANDS = 11;

    private static final List<String> HEADERS = List.of(
            "destination",
            "id",
            "receipt",
            "transaction",
            "content-length",
            "content-type",
            "since",
            "history",
            "snapshot",
            "max-rate",
            "idempotency-key",
            "heart-beat",
            "accept-version",
            "ack",
            "selector",
            "login",
            "passcode",
            "Authorization",
            "simpSessionId",
            "simpDestination",
            "message-id",
            "subscription",
            "contentType",
            "nativeHeaders",
            "");

    private static final Map<String, List<String>> VALUES = Map.of(
            "destination",
            List.of(
                    "/topic/chat.a",
                    "/topic/chat.a",
                    "/topic/chat.b.c",
                    "/topic/chat.*",
                    "/topic/chat.#",
                    "/topic/chat.*.*.#",
                    "/topic/nowhere.a",
                    "/topic/chat..a",
                    "/topic/#",
                    "/topic/chat.#.a",
                    "/topic/chat.%00",
                    "/topic/chat.%",
                    "/topic/chat.@other",
                    "/user/queue/a",
                    "/user/other/queue/a",
                    "/app/a",
                    "/app/",
                    "/queue/a",
                    "/topic/",
                    "/"),
            "since",
            List.of(
                    "",
                    "chat-0.00000000@1",
                    "chat-0.00000000@-1",
                    "chat-0.00000000@1,chat-0.00000000@2",
                    "chat-999999999.00000000@999999999999999999",
                    "chat~node@1",
                    ",,,",
                    "@"),
            "accept-version",
            List.of("1.2", "1.1,1.2", "1.0", "1.0,1.1", "2.0", ",", "1.2".repeat(500)),
            "heart-beat",
            List.of("0,0", "1,1", "1000,1000", "-1,0", "a,b", "1", ",", "9223372036854775807,9223372036854775807"),
            "content-type",
            List.of("text/plain", "application/json", "*/*", "text", "text/plain;charset=no-such", "a/b;=", ""),
            "ack",
            List.of("auto", "client", "client-individual", "none"),
            "snapshot",
            List.of("true", "false", "maybe"));

    private static final Map<String, List<String>> EXPECTED = Map.of(
            "CONNECT", List.of("accept-version", "heart-beat", "host"),
            "STOMP", List.of("accept-version", "heart-beat", "host"),
            "SEND", List.of("destination", "receipt", "content-type"),
            "SUBSCRIBE", List.of("id", "destination", "receipt"),
            "UNSUBSCRIBE", List.of("id"),
            "BEGIN", List.of("transaction"),
            "COMMIT", List.of("transaction"),
            "ABORT", List.of("transaction"),
            "ACK", List.of("id"));

    private final Randomly random;

    HostileFrames(Randomly random) {
        this.random = random;
    }

    /** Some frames, the first of them mostly a CONNECT that is taken. */
    List<byte[]> frames() {
        List<byte[]> frames = new ArrayList<>();
        if (!random.oneIn(6)) {
            String version = random.one("1.2", "1.2", "1.1", "1.0");
            frames.add(utf8("CONNECT\naccept-version:" + version + "\nheart-beat:0,0\n\n\0"));
        }
        for (int i = 1 + random.below(6); i > 0; i--) {
            frames.add(frame());
        }
        return frames;
    }

    private byte[] frame() {
        if (random.oneIn(12)) {
            return odd();
        }
        String command = COMMANDS.get(random.below(random.oneIn(6) ? COMMANDS.size() : CLIENT_COMMANDS));
        List<String> headers = headers(command);
        String end = random.oneIn(8) ? "\r\n" : "\n";
        byte[] body = random.oneIn(2) ? new byte[0] : random.bytes(random.length(2_000));
        if (random.oneIn(3)) {
            headers.add("content-length:" + (random.oneIn(4) ? random.number() : Integer.toString(body.length)));
        }
        byte[] head = utf8(command + end + String.join(end, headers) + (headers.isEmpty() ? "" : end) + end);
        byte[] frame = Randomly.joined(head, body, new byte[random.oneIn(20) ? 0 : 1]);
        return random.oneIn(4) ? random.mutated(frame) : frame;
    }

    private List<String> headers(String command) {
        List<String> headers = new ArrayList<>();
        for (String name : EXPECTED.getOrDefault(command, List.of())) {
            if (!random.oneIn(20)) {
                headers.add(name + ':' + value(name, 12));
            }
        }
        for (int i = random.oneIn(3) ? random.below(5) : 0; i > 0; i--) {
            String name = random.one(HEADERS);
            headers.add(random.below(headers.size() + 1), name + ':' + value(name, 3));
        }
        return headers;
    }

    /** A value that fits the header, or one time in some none that does. */
    private String value(String name, int oddOneIn) {
        if (random.oneIn(oddOneIn)) {
            return random.oneIn(2)
                    ? random.text(3_000)
                    : random.one("\\", "\\t", "\\n", "\\c", "a\\r\\nb:c", "a:b", "\0");
        }
        return switch (name) {
            case "history", "max-rate", "content-length" -> random.number();
            case "id", "transaction", "receipt" -> Integer.toString(random.below(4));
            case "idempotency-key" -> random.one("\"k\"", "k", "\"", "\"\\\\\"", "\"" + "\\\\".repeat(200));
            default -> VALUES.containsKey(name) ? random.one(VALUES.get(name)) : "v";
        };
    }

    /** What is no mistake of a sort but an attack. */
    private byte[] odd() {
        return switch (random.below(9)) {
            case 0 -> utf8("SEND\ndestination:/topic/chat.a\n" + "h:v\n".repeat(1 << random.below(16)) + "\n\0");
            case 1 -> utf8("SEND\ndestination:/topic/chat.a\n" + names(1 << random.below(12)) + "\n\0");
            case 2 -> utf8("SUBSCRIBE\nid:" + "x".repeat(1 << random.below(20)) + "\ndestination:/topic/chat.a\n\n\0");
            case 3 -> utf8("\n".repeat(1 << random.below(16)));
            case 4 -> utf8("SEND\n".repeat(1 << random.below(12)) + "\n\0");
            case 5 -> utf8("\0".repeat(1 << random.below(10)));
            case 6 -> transactions();
            case 7 ->
                utf8("SUBSCRIBE\nid:s\ndestination:/topic/chat.#\nsince:"
                        + "chat-0.00000000@1,".repeat(1 << random.below(12)) + "\n\n\0");
            default -> random.bytes(random.length(5_000));
        };
    }

    /** Names whose hash codes are all the same. */
    private static String names(int count) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < count; i++) {
            int number = i;
            IntStream.range(0, 12).forEach(bit -> names.append((number >> bit & 1) == 0 ? "Aa" : "BB"));
            names.append(":v\n");
        }
        return names.toString();
    }

    private byte[] transactions() {
        StringBuilder frames = new StringBuilder();
        int sends = 1 << random.below(11);
        String key = random.oneIn(2) ? "\nidempotency-key:\"k\"" : "";
        frames.append("BEGIN\ntransaction:t\n\n\0");
        frames.append(("SEND\ntransaction:t\ndestination:/topic/chat.a" + key + "\n\nx\0").repeat(sends));
        frames.append(random.one("COMMIT", "ABORT", "BEGIN")).append("\ntransaction:t\nreceipt:r\n\n\0");
        IntStream.range(0, random.below(30)).forEach(i -> frames.append("BEGIN\ntransaction:t" + i + "\n\n\0"));
        return utf8(frames.toString());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
