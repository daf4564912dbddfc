package io.tidings.session;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Makes up what clients may send: mostly SEND frames as they should be, some odd, some hostile. */
final class RandomFrames {

    private static final String[] COMMANDS = {
        "SEND",
        "SEND",
        "SEND",
        "SEND",
        "SEND",
        "SEND",
        "SEND",
        "SEND",
        "SEND",
        "SEND",
        "SEND",
        "SEND",
        "send",
        "SEND ",
        "S",
        "BEGIN",
        "COMMIT",
        "ABORT",
        "ACK",
        "DISCONNECT",
        "MESSAGE",
        "NONSENSE",
        "CONNECT",
        ""
    };

    private static final String[] DESTINATIONS = {
        "/topic/chat.a",
        "/topic/chat.a",
        "/topic/chat.a",
        "/topic/chat.b.c",
        "/topic/chat",
        "/topic/small.x",
        "/topic/chat.@somebody",
        "/topic/news.x",
        "/topic/nowhere.x",
        "/topic/",
        "/topic/chat..a",
        "/topic/chat.%41",
        "/topic/chat.%C3%BC",
        "/topic/chat.ü",
        "/topic/chat.\\c",
        "/topic/chat.*",
        "/queue/a",
        "/user/queue/a",
        "",
        " /topic/chat.a",
        "/topic/chat." + "x".repeat(400)
    };

    private static final String[] CONTENT_TYPES = {
        "application/json",
        "text/plain;charset=utf-8",
        "application/octet-stream",
        "none",
        "",
        "a/b;",
        "*/*",
        "text/ü",
        "text/plain\0"
    };

    private static final String[] LENGTHS = {
        "0", "1", "-1", "+2", "01", "٣", "", " 3", "x", "999999999", "9999999999", "2147483647", "1\\c"
    };

    private static final String[] OTHERS = {
        "x-note:seen",
        "x-note:two",
        "X-Note:upper",
        "x-note:nul\0",
        "x-note:a\\nb",
        "x-note:a\\cb",
        "x-note:bad\\t",
        "x-note:\\",
        "x-note:grüße",
        "unknown:1",
        "id:7",
        "heart-beat:1,2",
        "heart-beat:x,y",
        "transaction:t",
        "transaction:",
        "no colon",
        ":no name",
        "empty:",
        "a:b:c",
        "login:me",
        "position:1",
        "subscription:s",
        "x-note:\r",
        "\\c:1",
        "receipt-id:r",
        "Destination:/topic/chat.b"
    };

    /** What comes of these comes later, and frames behind them in the same message may overtake it. */
    private static final String[] KEYS = {
        "idempotency-key:k1",
        "idempotency-key:k2",
        "idempotency-key:",
        "idempotency-key:a b",
        "idempotency-key:\"q\\\\\"\""
    };

    private final Random random;

    RandomFrames(long seed) {
        this.random = new Random(seed);
    }

    /** One message; what it holds need not be whole. */
    byte[] message() {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        lineEnds(message);
        int frames = oneIn(4) ? random.nextInt(4) : 1;
        for (int i = 0; i < frames; i++) {
            frame(message, frames == 1);
            lineEnds(message);
        }
        return oneIn(8) ? mutated(message.toByteArray()) : message.toByteArray();
    }

    int nextInt(int bound) {
        return random.nextInt(bound);
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private void frame(ByteArrayOutputStream out, boolean alone) {
        String end = oneIn(4) ? "\r\n" : oneIn(100) ? "\r" : "\n";
        byte[] body = body();
        write(out, one(COMMANDS) + end);
        if (!oneIn(30)) {
            write(out, "destination:" + one(DESTINATIONS) + end);
        }
        for (int i = oneIn(2) ? 0 : random.nextInt(4); i > 0; i--) {
            write(out, header(body) + end);
        }
        if (alone && oneIn(6)) {
            write(out, one(KEYS) + end);
        }
        if (oneIn(2)) {
            write(out, "content-length:" + body.length + end);
        }
        write(out, end);
        out.writeBytes(body);
        if (!oneIn(60)) {
            out.write(0);
        }
    }

    private String header(byte[] body) {
        return switch (random.nextInt(8)) {
            case 0 -> "destination:" + one(DESTINATIONS);
            case 1, 2 -> "content-type:" + one(CONTENT_TYPES);
            case 3 -> "content-length:" + (oneIn(2) ? String.valueOf(body.length) : one(LENGTHS));
            case 4, 5 -> "receipt:" + (oneIn(5) ? "" : "r" + random.nextInt(100));
            default -> one(OTHERS);
        };
    }

    private byte[] body() {
        return switch (random.nextInt(6)) {
            case 0 -> new byte[0];
            case 1 -> "with \0 in it".getBytes(StandardCharsets.UTF_8);
            case 2 -> bytes(random.nextInt(200));
            case 3 -> "grüße 🎉".getBytes(StandardCharsets.UTF_8);
            case 4 -> "a line\nand another\r\n".getBytes(StandardCharsets.UTF_8);
            default -> "{\"n\":1}".getBytes(StandardCharsets.UTF_8);
        };
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] mutated(byte[] message) {
        for (int i = 0; i < 2 && message.length > 0; i++) {
            message[random.nextInt(message.length)] =
                    (byte) (oneIn(2) ? "\0\n\r:\\ 1".charAt(random.nextInt(7)) : random.nextInt());
        }
        return message;
    }

    private void lineEnds(ByteArrayOutputStream out) {
        while (oneIn(5)) {
            write(out, oneIn(40) ? "\r" : oneIn(3) ? "\r\n" : "\n");
        }
    }

    private String one(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
