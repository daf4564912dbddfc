package io.tidings.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries random cases on what reads bytes of strangers: a few in every build, and for {@code -Dfuzz.minutes=N} where that is
 * set. Each case has a seed of its own, made of {@code -Dfuzz.seed=S} and its number, so that {@code -Dfuzz.case=I} with the
 * same S tries it alone, and again and again for minutes where they are set. One that fails is cut as small as it can be
 * while it still fails, and shown.
 */
public final class Fuzz {

    private static final Logger logger = LoggerFactory.getLogger(Fuzz.class);

    private static final long SEED = Long.getLong("fuzz.seed", 1);

    private static final Duration TIME = Duration.ofMinutes(Long.getLong("fuzz.minutes", 0));

    private static final long ONLY = Long.getLong("fuzz.case", -1);

    private static final int MAX_CUTS = 400;

    /** How long smaller cases are tried. */
    private static final Duration CUTTING = Duration.ofSeconds(30);

    private final String name;

    private final int cases;

    private int every = Integer.MAX_VALUE;

    private Check<Long> afterwards = number -> {};

    private Fuzz(String name, int cases) {
        this.name = name;
        this.cases = cases;
    }

    /**
     * A fuzzer.
     *
     * @param name what it is called where it tells of itself
     * @param cases how many cases a build tries
     */
    public static Fuzz of(String name, int cases) {
        return new Fuzz(name, cases);
    }

    /** Whether it runs for minutes rather than for a number of cases. */
    public static boolean isLong() {
        return !TIME.isZero();
    }

    /** What must hold of something. */
    @FunctionalInterface
    public interface Check<T> {
        void accept(T it) throws Exception;
    }

    /** Has something checked after so many cases each, and after the last. */
    public Fuzz every(int newEvery, Check<Long> check) {
        every = newEvery;
        afterwards = check;
        return this;
    }

    /** Makes cases, which are pieces of bytes, and checks each. */
    public void run(Function<Random, List<byte[]>> make, Check<List<byte[]>> check) {
        long start = System.nanoTime();
        long tried = 0;
        do {
            long number = ONLY < 0 ? tried : ONLY;
            List<byte[]> pieces = make.apply(new Random(seed(number)));
            Throwable failure = failure(pieces, check);
            if (failure != null) {
                logger.atWarn()
                        .addKeyValue("fuzzer", name)
                        .addKeyValue("case", number)
                        .log("A case fails");
                throw failed(number, smallest(pieces, check), failure);
            }
            tried++;
            if (tried % every == 0) {
                checkAfter(tried);
            }
        } while (isLong() ? System.nanoTime() - start < TIME.toNanos() : ONLY < 0 && tried < cases);
        checkAfter(tried);
        tell(tried, start);
    }

    private void checkAfter(long number) {
        Throwable failure = failure(number, afterwards);
        if (failure != null) {
            throw new AssertionError(
                    name + ": after case " + number + " of -Dfuzz.seed=" + SEED + ", of the last " + every, failure);
        }
    }

    private void tell(long number, long start) {
        if (isLong()) {
            logger.atInfo()
                    .addKeyValue("fuzzer", name)
                    .addKeyValue("seed", SEED)
                    .addKeyValue("cases", number)
                    .addKeyValue(
                            "seconds",
                            Duration.ofNanos(System.nanoTime() - start).toSeconds())
                    .log("Fuzzed");
        }
    }

    /** Neighbouring numbers must not make neighbouring seeds: their first draws would be alike. */
    private long seed(long number) {
        long seed = (SEED + name.hashCode()) * 0x9E3779B97F4A7C15L + number;
        return (seed ^ (seed >>> 31)) * 0xBF58476D1CE4E5B9L;
    }

    private AssertionError failed(long number, List<byte[]> smallest, Throwable failure) {
        return new AssertionError(
                name + ": -Dfuzz.seed=" + SEED + " -Dfuzz.case=" + number + " fails, and still as " + shown(smallest),
                failure);
    }

    private static <T> Throwable failure(T it, Check<T> check) {
        try {
            check.accept(it);
            return null;
        } catch (Exception | AssertionError | StackOverflowError | OutOfMemoryError e) {
            return e;
        }
    }

    /** Leaves out pieces, then stretches of pieces, as long as it goes on failing. */
    private static List<byte[]> smallest(List<byte[]> pieces, Check<List<byte[]>> check) {
        List<byte[]> smallest = pieces;
        long start = System.nanoTime();
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (List<byte[]> cut : cuts(smallest)) {
                if (System.nanoTime() - start > CUTTING.toNanos()) {
                    return smallest;
                }
                if (failure(cut, check) != null) {
                    smallest = cut;
                    smaller = true;
                    break;
                }
            }
        }
        return smallest;
    }

    private static List<List<byte[]>> cuts(List<byte[]> pieces) {
        List<List<byte[]>> cuts = new ArrayList<>();
        for (int i = 0; pieces.size() > 1 && i < pieces.size(); i++) {
            List<byte[]> without = new ArrayList<>(pieces);
            without.remove(i);
            cuts.add(without);
        }
        for (int i = 0; i < pieces.size(); i++) {
            byte[] piece = pieces.get(i);
            for (int length = piece.length / 2; length > 0; length /= 2) {
                for (int from = 0; from + length <= piece.length && cuts.size() < MAX_CUTS; from += length) {
                    List<byte[]> shorter = new ArrayList<>(pieces);
                    shorter.set(i, without(piece, from, from + length));
                    cuts.add(shorter);
                }
            }
        }
        return cuts;
    }

    private static byte[] without(byte[] bytes, int from, int to) {
        byte[] rest = Arrays.copyOf(bytes, bytes.length - (to - from));
        System.arraycopy(bytes, to, rest, from, bytes.length - to);
        return rest;
    }

    private static String shown(List<byte[]> pieces) {
        StringBuilder shown = new StringBuilder();
        for (byte[] piece : pieces) {
            shown.append("\n  \"");
            for (int i = 0; i < Math.min(piece.length, 2_000); i++) {
                append(shown, piece[i]);
            }
            shown.append('"').append(piece.length > 2_000 ? " and so on to " + piece.length + " bytes" : "");
        }
        return shown.toString();
    }

    private static void append(StringBuilder shown, byte b) {
        switch (b) {
            case '\n' -> shown.append("\\n");
            case '\r' -> shown.append("\\r");
            case '"', '\\' -> shown.append('\\').append((char) b);
            default -> shown.append(b >= ' ' && b < 127 ? String.valueOf((char) b) : String.format("\\x%02x", b));
        }
    }
}
