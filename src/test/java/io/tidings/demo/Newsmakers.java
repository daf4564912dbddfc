package io.tidings.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Everything that the demo tells of: a dozen games, thirty tickers, a news wire. The same seed tells the same. */
final class Newsmakers {

    private static final List<String> TEAMS = List.of(
            "Comets",
            "Ravens",
            "Summit",
            "Harbor",
            "Foxes",
            "Pioneers",
            "Giants",
            "Mariners",
            "Bisons",
            "Kings Valley",
            "Sharks",
            "Timberwolves",
            "Rockets",
            "Aces",
            "Owls",
            "Bulls Bay",
            "Stags",
            "Cyclones",
            "Bears",
            "Falcons",
            "Miners",
            "Dragons",
            "Titans",
            "Lancers");

    private static final List<String> SYMBOLS = List.of(
            "ACME", "AXLE", "BOLT", "BRIO", "CIRA", "COVE", "DELT", "DUNE", "ECHO", "EMBR", "FLUX", "FORG", "GLEN",
            "GRID", "HALO", "HYDR", "IRIS", "JADE", "KITE", "LUMA", "MINT", "NOVA", "ONYX", "PYRE", "QUIL", "RIFT",
            "SAGE", "TIDE", "VOLT", "ZEST");

    private static final List<Duration> PACES = List.of(
            Duration.ofMillis(100),
            Duration.ofMillis(1000),
            Duration.ofMillis(500),
            Duration.ofMillis(5000),
            Duration.ofMillis(2000));

    /** Of about 770 that a game has, from its announcement to its end. */
    private static final int REPORTS_APART = 64;

    /** How much a price moves in a second, as a fraction of it, whatever the ticker's pace. */
    private static final double VOLATILITY = 0.0008;

    private Newsmakers() {}

    static List<Reporter> seeded(long seed) {
        Random random = new Random(seed);
        List<Reporter> reporters = new ArrayList<>();
        for (int i = 0; i < TEAMS.size(); i += 2) {
            Game game = new Game(TEAMS.get(i + 1), TEAMS.get(i), new Random(random.nextLong()));
            reporters.add(game.skip(i / 2 * REPORTS_APART));
        }
        for (int i = 0; i < SYMBOLS.size(); i++) {
            reporters.add(ticker(SYMBOLS.get(i), PACES.get(i % PACES.size()), new Random(random.nextLong())));
        }
        reporters.add(new Newsroom(new Random(random.nextLong())));
        return reporters;
    }

    private static Ticker ticker(String symbol, Duration pace, RandomGenerator random) {
        double open = 15 + 285 * random.nextDouble();
        double volatility = VOLATILITY * Math.sqrt(pace.toMillis() / 1000.0);
        return new Ticker(symbol, open, volatility, pace, random);
    }
}
