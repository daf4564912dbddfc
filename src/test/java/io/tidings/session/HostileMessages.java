package io.tidings.session;

import io.tidings.testing.Randomly;
import io.tidings.testing.RawWebSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes up what comes after the handshake: messages of WebSocket as they should be, cut and glued, and others. */
final class HostileMessages {

    private final Randomly random;

    HostileMessages(Randomly random) {
        this.random = random;
    }

    /** The bytes of each write. */
    List<byte[]> writes() {
        List<byte[]> frames = new ArrayList<>();
        for (byte[] message : messages(new HostileFrames(random).frames())) {
            frames.addAll(random.oneIn(8) ? fragments(message) : List.of(whole(message)));
            if (random.oneIn(8)) {
                frames.add(odd());
            }
        }
        byte[] all = Randomly.joined(frames.toArray(byte[][]::new));
        return switch (random.below(10)) {
            case 0 -> List.of(random.mutated(all));
            case 1, 2 -> pieces(all, 1 + random.below(8));
            case 3 -> pieces(all, Math.max(1, all.length / 60));
            default -> List.of(all);
        };
    }

    /** One frame of STOMP a message, all in one, or cut anywhere. */
    private List<byte[]> messages(List<byte[]> frames) {
        byte[] all = Randomly.joined(frames.toArray(byte[][]::new));
        return switch (random.below(6)) {
            case 0 -> List.of(all);
            case 1 -> pieces(all, 1 + random.below(10));
            case 2 -> pieces(all, Math.max(1, all.length / 100));
            default -> frames;
        };
    }

    private List<byte[]> pieces(byte[] all, int count) {
        int[] cuts = new int[count + 1];
        for (int i = 1; i < count; i++) {
            cuts[i] = random.below(all.length + 1);
        }
        cuts[count] = all.length;
        Arrays.sort(cuts);
        List<byte[]> pieces = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pieces.add(Arrays.copyOfRange(all, cuts[i], cuts[i + 1]));
        }
        return pieces;
    }

    private byte[] whole(byte[] message) {
        return RawWebSocket.frame(random.oneIn(2) ? RawWebSocket.TEXT : RawWebSocket.BINARY, true, message);
    }

    private List<byte[]> fragments(byte[] message) {
        List<byte[]> fragments = new ArrayList<>();
        List<byte[]> pieces = pieces(message, 1 + random.below(6));
        for (int i = 0; i < pieces.size(); i++) {
            int opcode = i == 0 ? random.one(RawWebSocket.TEXT, RawWebSocket.BINARY) : RawWebSocket.CONTINUATION;
            boolean last = i == pieces.size() - 1 && !random.oneIn(10);
            fragments.add(RawWebSocket.frame(opcode, last, pieces.get(i)));
            if (random.oneIn(4)) {
                fragments.add(RawWebSocket.frame(RawWebSocket.PING, true, random.bytes(random.below(20))));
            }
        }
        return fragments;
    }

    private byte[] odd() {
        return switch (random.below(12)) {
            case 0 -> RawWebSocket.frame(random.below(16), random.oneIn(2), random.bytes(random.below(200)));
            case 1 ->
                RawWebSocket.frame(random.below(16) | 0x10 << random.below(3), true, random.bytes(random.below(9)));
            case 2 -> notMasked();
            case 3 -> length();
            case 4 -> repeated(RawWebSocket.frame(RawWebSocket.PING, true, random.bytes(random.below(126))));
            case 5 -> repeated(RawWebSocket.frame(RawWebSocket.CONTINUATION, false));
            case 6 -> repeated(RawWebSocket.frame(RawWebSocket.PONG, true));
            case 7 -> RawWebSocket.frame(RawWebSocket.TEXT | RawWebSocket.RSV1, true, random.bytes(random.below(300)));
            case 8 -> close();
            case 9 -> repeated(RawWebSocket.frame(RawWebSocket.TEXT, true));
            case 10 ->
                Randomly.joined(
                        RawWebSocket.frame(RawWebSocket.TEXT, false),
                        repeated(RawWebSocket.frame(RawWebSocket.CONTINUATION, false)));
            default -> random.bytes(random.below(100));
        };
    }

    private byte[] repeated(byte[] frame) {
        byte[][] frames = new byte[1 << random.below(11)][];
        Arrays.fill(frames, frame);
        return Randomly.joined(frames);
    }

    private byte[] notMasked() {
        byte[] payload = random.bytes(random.below(100));
        return Randomly.joined(new byte[] {(byte) (0x80 | random.below(16)), (byte) payload.length}, payload);
    }

    /** Lengths in more bytes than they need, negative ones, and of what never comes. */
    private byte[] length() {
        byte[] frame = random.bytes(14);
        frame[0] = (byte) (0x80 | random.one(0, 1, 2, 8, 9));
        frame[1] = (byte) (0x80 | random.one(125, 126, 127, 127));
        if (random.oneIn(2)) {
            Arrays.fill(frame, 2, 2 + random.below(8), random.one((byte) 0, (byte) 0xFF, (byte) 0x7F));
        }
        return frame;
    }

    private byte[] close() {
        int code = random.oneIn(2) ? 1000 + random.below(20) : random.below(1 << 16);
        byte[] payload = Randomly.joined(new byte[] {(byte) (code >> 8), (byte) code}, random.bytes(random.below(124)));
        return RawWebSocket.frame(RawWebSocket.CLOSE, true, Arrays.copyOf(payload, random.below(payload.length + 1)));
    }
}
