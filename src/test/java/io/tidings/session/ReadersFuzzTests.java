package io.tidings.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.tidings.testing.DeflatingClient;
import io.tidings.testing.Fuzz;
import io.tidings.testing.Randomly;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What reads a stranger's bytes at the edge, each reader by itself. */
class ReadersFuzzTests {

    private static final int MOST_BYTES = 50_000;

    private static final List<String> OFFERS = List.of(
            "permessage-deflate",
            ";",
            ",",
            "=",
            "\"",
            " ",
            "\t",
            "client_max_window_bits",
            "server_max_window_bits",
            "15",
            "8",
            "7",
            "\\",
            "server_no_context_takeover",
            "client_no_context_takeover",
            "\u00fc",
            "\0",
            "x");

    @Test
    void framesComeOutTheSameHoweverTheyAreCut() {
        Fuzz.of("whole-frames", 3_000).run(ReadersFuzzTests::frames, pieces -> {
            byte[] all = Randomly.joined(pieces.toArray(byte[][]::new));
            assertThat(readOf(pieces)).isEqualTo(readOf(List.of(all)));
        });
    }

    @Test
    void sendsAreReadOrLeftToOthers() {
        SendDecoder decoder = new SendDecoder(100, 16_384);
        Fuzz.of("sends", 10_000).run(ReadersFuzzTests::frames, pieces -> {
            byte[] all = Randomly.joined(pieces.toArray(byte[][]::new));
            List<Send> sends = decoder.decode(Unpooled.wrappedBuffer(all), true);
            if (sends != null) {
                assertThat(sends)
                        .allSatisfy(send -> assertThat(send.destination()).startsWith("/topic/"));
                assertThat(sends.stream().mapToLong(send -> send.body().length).sum())
                        .isLessThanOrEqualTo(all.length);
            }
        });
    }

    @Test
    void compressedBytesBecomeNoMoreThanTheyMay() {
        Fuzz.of("inflation", 3_000).run(ReadersFuzzTests::deflated, pieces -> {
            try {
                assertThat(Inflation.inflate(Unpooled.wrappedBuffer(pieces.get(0)), MOST_BYTES))
                        .hasSizeLessThanOrEqualTo(MOST_BYTES);
            } catch (TooLongFrameException | CorruptedWebSocketFrameException e) {
                byte[] plain = {1, 2, 3};
                assertThat(Inflation.inflate(Unpooled.wrappedBuffer(DeflatingClient.deflate(plain)), MOST_BYTES))
                        .isEqualTo(plain);
            }
        });
    }

    @Test
    void offersAreTakenAsSaidOrMalformed() {
        Fuzz.of("offers", 10_000).run(ReadersFuzzTests::offer, pieces -> {
            try {
                DeflateOffers.accept(List.of(new String(pieces.get(0), ISO_8859_1)))
                        .ifPresent(agreement -> assertThat(agreement.answer()).matches("[a-z0-9_=; -]+"));
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).contains("expected");
            }
        });
    }

    /** What comes out and what is left; or what came out before the refusal, but for line ends, that may go with it. */
    private static String readOf(List<byte[]> pieces) {
        WholeFrames frames = new WholeFrames(100, 16_384);
        StringBuilder read = new StringBuilder();
        try {
            pieces.forEach(piece -> {
                frames.add(piece.clone());
                for (byte[] next = frames.next(); next != null; next = frames.next()) {
                    read.append(new String(next, ISO_8859_1));
                }
            });
            return read + " then " + frames.waiting();
        } catch (StompRefusal e) {
            return read.toString().stripTrailing() + " then " + e.getMessage();
        }
    }

    private static List<byte[]> frames(Random seeded) {
        Randomly random = new Randomly(seeded);
        List<byte[]> pieces = new ArrayList<>();
        for (byte[] frame : new HostileFrames(random).frames()) {
            int cut = random.below(frame.length + 1);
            pieces.add(Arrays.copyOf(frame, cut));
            pieces.add(Arrays.copyOfRange(frame, cut, frame.length));
        }
        return pieces;
    }

    private static List<byte[]> deflated(Random seeded) {
        Randomly random = new Randomly(seeded);
        byte[] plain = random.oneIn(4) ? new byte[1 << random.below(18)] : random.bytes(random.length(60_000));
        byte[] deflated = DeflatingClient.deflate(plain);
        return List.of(random.oneIn(3) ? deflated : random.mutated(deflated));
    }

    private static List<byte[]> offer(Random seeded) {
        Randomly random = new Randomly(seeded);
        StringBuilder offer = new StringBuilder(random.oneIn(2) ? "permessage-deflate; " : "");
        for (int i = random.below(10); i > 0; i--) {
            offer.append(random.one(OFFERS));
        }
        return List.of(offer.toString().getBytes(ISO_8859_1));
    }
}
