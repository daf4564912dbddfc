package io.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.tidings.demo.DemoUpdates;
import io.tidings.topic.Flow;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import io.tidings.topic.Update;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Bytes on the wire and CPU time for each update, in every form in which a run of updates might be sent: the numbers behind
 * what rationale.md says of compression and of deltas. Not part of the build.
 *
 * <p>{@code mvn test -Dtest=CompressionMeasurement}
 */
class CompressionMeasurement {

    private static final int UPDATES = 4_800;

    private static final int[] RUNS = {1, 4, 16};

    private static final int FOR_EVER = Integer.MAX_VALUE;

    private final FrameEncoder encoder = new FrameEncoder(PooledByteBufAllocator.DEFAULT);

    private Group group = group("scores.#");

    /** What makes of a run of updates the bytes on the wire. */
    private interface Form {

        int bytes(List<Update> run);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scores.#", "scores.hoops.comets-ravens", "tickers.#", "tickers.ACME", "news.#", "boxes.#"})
    void formsOfAStream(String pattern) {
        group = group(pattern);
        List<Update> updates = updates(new TopicPattern(pattern));
        System.out.printf(
                "%n%s: %d updates, body %d bytes on average%n",
                pattern,
                updates.size(),
                updates.stream().mapToInt(Update::bodyLength).sum() / updates.size());
        Map<String, int[]> bytes = new LinkedHashMap<>();
        for (int i = 0; i < RUNS.length; i++) {
            for (Map.Entry<String, Supplier<Form>> form : forms().entrySet()) {
                measure(form.getKey(), form.getValue(), updates, RUNS[i]);
                bytes.computeIfAbsent(form.getKey(), name -> new int[RUNS.length])[i] =
                        total(form.getValue().get(), updates, RUNS[i]);
            }
        }
        assertThat(bytes.get("deflate run 6")[2]).isLessThan(bytes.get("plain")[2]);
    }

    private Map<String, Supplier<Form>> forms() {
        Map<String, Supplier<Form>> forms = new LinkedHashMap<>();
        forms.put("plain", () -> this::plain);
        forms.put("deflate each 6", () -> eachBy(new Zip(6, 1)));
        for (int level : new int[] {1, 3, 6, 9}) {
            forms.put("deflate run " + level, () -> runBy(new Zip(level, 1)));
            forms.put("context run " + level, () -> runBy(new Zip(level, FOR_EVER)));
            forms.put("context of 16 runs " + level, () -> runBy(new Zip(level, 16)));
        }
        forms.put("context of 64 runs 6", () -> runBy(new Zip(6, 64)));
        forms.put("patch", () -> new Patching(this::plain));
        forms.put("patch, deflate each 6", () -> new Patching(eachBy(new Zip(6, 1))));
        forms.put("patch, deflate run 6", () -> new Patching(runBy(new Zip(6, 1))));
        forms.put("patch, context run 6", () -> new Patching(runBy(new Zip(6, FOR_EVER))));
        forms.put("binary delta", () -> new Cutting(this::plain));
        forms.put("binary delta, deflate run 6", () -> new Cutting(runBy(new Zip(6, 1))));
        return forms;
    }

    private void measure(String name, Supplier<Form> form, List<Update> updates, int run) {
        total(form.get(), updates, run);
        total(form.get(), updates, run);
        long best = Long.MAX_VALUE;
        int bytes = 0;
        for (int round = 0; round < 3; round++) {
            Form fresh = form.get();
            long before = cpuNanos();
            bytes = total(fresh, updates, run);
            best = Math.min(best, cpuNanos() - before);
        }
        System.out.printf(
                "  run %2d  %-30s %6.1f bytes  %7.0f ns%n",
                run, name, (double) bytes / updates.size(), (double) best / updates.size());
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static int total(Form form, List<Update> updates, int run) {
        int bytes = 0;
        for (int at = 0; at < updates.size(); at += run) {
            bytes += form.bytes(updates.subList(at, Math.min(updates.size(), at + run)));
        }
        return bytes;
    }

    private int plain(List<Update> run) {
        ByteBuf frames = encoder.encode(group, run);
        try {
            return frames.readableBytes();
        } finally {
            frames.release();
        }
    }

    private Form eachBy(Zip zip) {
        Form whole = runBy(zip);
        return run -> {
            int bytes = 0;
            for (int i = 0; i < run.size(); i++) {
                bytes += whole.bytes(run.subList(i, i + 1));
            }
            return bytes;
        };
    }

    private Form runBy(Zip zip) {
        return run -> {
            ByteBuf frames = encoder.encode(group, run);
            try {
                int plain = frames.readableBytes();
                byte[] payload = withoutHeaders(frames);
                int zipped = zip.length(payload);
                int message = zipped + (zipped <= 125 ? 2 : 4);
                return Math.min(message, plain);
            } finally {
                frames.release();
            }
        };
    }

    /** The STOMP frames alone. */
    private static byte[] withoutHeaders(ByteBuf frames) {
        byte[] payload = new byte[frames.readableBytes()];
        int size = 0;
        while (frames.isReadable()) {
            frames.skipBytes(1);
            int length = frames.readByte();
            length = length == 126 ? frames.readUnsignedShort() : length;
            frames.readBytes(payload, size, length);
            size += length;
        }
        return Arrays.copyOf(payload, size);
    }

    private static Group group(String pattern) {
        TopicPattern topics = new TopicPattern(pattern);
        return new Group(
                new Interest(topics, new LaneIndex()),
                new Group.Key(
                        "sub-0", new FrameForm(null, StompVersion.V1_2, false), Deflation.NONE, Flow.EVERY_UPDATE),
                null);
    }

    private static List<Update> updates(TopicPattern pattern) {
        if (pattern.namespace().equals("boxes")) {
            return Boxes.updates(UPDATES);
        }
        List<Update> all = DemoUpdates.of(pattern.namespace(), pattern.isExact() ? 20 * UPDATES : UPDATES);
        return all.stream()
                .filter(update -> pattern.matches(update.topic()))
                .limit(UPDATES)
                .toList();
    }

    /** A deflater that forgets what was before every so many messages. */
    private static final class Zip {

        private final Deflater deflater;

        private final int every;

        private int count;

        private final byte[] out = new byte[256 * 1024];

        Zip(int level, int every) {
            this.deflater = new Deflater(level, true);
            this.every = every;
        }

        int length(byte[] payload) {
            if (count++ % every == 0) {
                deflater.reset();
            }
            deflater.setInput(payload);
            // Less the four bytes that permessage-deflate leaves out (RFC 7692, section 7.2.1).
            return deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH) - 4;
        }
    }

    /** Each update as a merge patch of the one before on its topic, where that is smaller. */
    private static final class Patching implements Form {

        private final Map<Topic, JsonNode> bases = new HashMap<>();

        private final Form form;

        Patching(Form form) {
            this.form = form;
        }

        @Override
        public int bytes(List<Update> run) {
            List<Update> patches = new ArrayList<>(run.size());
            for (Update update : run) {
                JsonNode now = MergePatch.parse(update.body());
                JsonNode before = bases.put(update.topic(), now);
                byte[] patch = before == null ? update.body() : MergePatch.write(MergePatch.between(before, now));
                patches.add(
                        patch.length < update.body().length
                                ? delta(update, "application/merge-patch+json", patch)
                                : update);
            }
            return form.bytes(patches);
        }
    }

    /** Each update without what it begins and ends with like the one before on its topic. */
    private static final class Cutting implements Form {

        private final Map<Topic, byte[]> bases = new HashMap<>();

        private final Form form;

        Cutting(Form form) {
            this.form = form;
        }

        @Override
        public int bytes(List<Update> run) {
            List<Update> cut = new ArrayList<>(run.size());
            for (Update update : run) {
                byte[] before = bases.put(update.topic(), update.body());
                cut.add(before == null ? update : delta(update, "application/x-delta", cut(before, update.body())));
            }
            return form.bytes(cut);
        }

        private static byte[] cut(byte[] before, byte[] now) {
            int prefix = Math.max(0, Arrays.mismatch(before, now));
            int most = Math.min(before.length, now.length) - prefix;
            int suffix = 0;
            while (suffix < most && before[before.length - 1 - suffix] == now[now.length - 1 - suffix]) {
                suffix++;
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes((prefix + " " + suffix + " ").getBytes(StandardCharsets.US_ASCII));
            out.write(now, prefix, now.length - prefix - suffix);
            return out.toByteArray();
        }
    }

    private static Update delta(Update update, String type, byte[] body) {
        return new Update(update.topic(), update.position(), update.timestamp(), type, Map.of("delta", "true"), body);
    }

    /** Games with every player's figures: about 2 KB, of which a play changes a few. */
    private static final class Boxes {

        static List<Update> updates(int count) {
            List<Update> games = DemoUpdates.of("scores", count);
            Map<Topic, ObjectNode> states = new HashMap<>();
            Random random = new Random(7);
            return games.stream().map(game -> box(game, states, random)).toList();
        }

        private static Update box(Update game, Map<Topic, ObjectNode> states, Random random) {
            ObjectNode state = states.computeIfAbsent(game.topic(), topic -> begin());
            ((ObjectNode) MergePatch.parse(game.body())).properties().forEach(p -> state.set(p.getKey(), p.getValue()));
            ObjectNode player = (ObjectNode) state.get("players").get("player" + random.nextInt(24));
            String figure = List.of("points", "rebounds", "assists", "fouls").get(random.nextInt(4));
            player.put(figure, player.get(figure).asInt() + 1);
            return new Update(
                    game.topic(),
                    game.position(),
                    game.timestamp(),
                    game.contentType(),
                    Map.of(),
                    MergePatch.write(state));
        }

        private static ObjectNode begin() {
            ObjectNode state = (ObjectNode) MergePatch.parse("{\"players\":{}}".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 24; i++) {
                ObjectNode player = ((ObjectNode) state.get("players")).putObject("player" + i);
                List.of("points", "rebounds", "assists", "fouls").forEach(figure -> player.put(figure, 0));
            }
            return state;
        }
    }

    /** What a member costs beside: one write of so many bytes to its socket. */
    @Test
    void writesToASocket() throws Exception {
        int[] sizes = {80, 350, 1_400, 5_600, 22_400};
        double[] nanos = new double[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            nanos[i] = Sending.nanos(sizes[i]);
            System.out.printf("  write of %5d bytes  %6.0f ns%n", sizes[i], nanos[i]);
        }
        assertThat(nanos[4]).isGreaterThan(nanos[0]);
    }
}
