package io.tidings.demo;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** Writes a headline every few seconds, seldom the same one twice within minutes. */
final class Newsroom implements Reporter {

    private static final Duration PACE = Duration.ofSeconds(4);

    private static final List<Desk> DESKS = List.of(
            new Desk(
                    "markets",
                    "The Ledger",
                    List.of("Acme", "Volt", "Kite Air", "Lumen", "Halo Foods", "Onyx Mining", "Gridline", "Sagebrush"),
                    List.of(
                            "%s raises its outlook after a strong quarter",
                            "%s to build a second plant, 1,200 jobs planned",
                            "Regulator clears %s takeover with conditions",
                            "%s names a new finance chief",
                            "Shares of %s steady as trading volume doubles")),
            new Desk(
                    "sports",
                    "Courtside",
                    List.of("Ravens", "Comets", "Pioneers", "Mariners", "Falcons", "Lancers", "Cyclones", "Otters"),
                    List.of(
                            "%s sign veteran centre for the rest of the season",
                            "%s coach: we have found our rhythm",
                            "Late comeback keeps %s unbeaten at home",
                            "%s guard back in training after six weeks",
                            "Sold out: %s open a bigger arena in spring")),
            new Desk(
                    "world",
                    "Newswire",
                    List.of("North coast", "Lake district", "Old town", "Capital", "River valley", "Harbour"),
                    List.of(
                            "%s: storm passes, trains run again",
                            "%s votes for a car-free Sunday",
                            "%s museum reopens after ten years of work",
                            "%s gets the longest cycle bridge in the country",
                            "%s plants its millionth tree")));

    private final RandomGenerator random;

    private int count;

    Newsroom(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public Duration pace() {
        return PACE;
    }

    @Override
    public Report next() {
        Desk desk = DESKS.get(count++ % DESKS.size());
        String headline = String.format(oneOf(desk.headlines()), oneOf(desk.subjects()));
        return new Report("news", desk.topic(), new Story(headline, desk.source()));
    }

    private String oneOf(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private record Desk(String topic, String source, List<String> subjects, List<String> headlines) {}
}
