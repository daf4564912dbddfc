package io.tidings.demo;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Something that happens in a game.
 *
 * @param what the words, before the player's name
 * @param points what it adds to the score
 * @param weight how often it happens, against the others
 */
record Play(String what, int points, int weight) {

    private static final List<Play> ALL = List.of(
            new Play("Three-pointer by", 3, 20),
            new Play("Layup by", 2, 22),
            new Play("Jump shot by", 2, 20),
            new Play("Dunk by", 2, 8),
            new Play("Free throw by", 1, 16),
            new Play("Steal by", 0, 7),
            new Play("Block by", 0, 5),
            new Play("Offensive foul by", 0, 4));

    private static final int WEIGHTS = ALL.stream().mapToInt(Play::weight).sum();

    /** One of the plays, the common ones more often. */
    static Play random(RandomGenerator random) {
        int at = random.nextInt(WEIGHTS);
        for (Play play : ALL) {
            at -= play.weight();
            if (at < 0) {
                return play;
            }
        }
        throw new AssertionError("beyond all weights");
    }
}
