package io.tidings.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NewsmakersTests {

    private final List<Reporter> newsmakers = Newsmakers.seeded(1);

    @Test
    void areADozenGamesThirtyTickersAndAWire() {
        assertThat(newsmakers).filteredOn(Game.class::isInstance).hasSize(12);
        assertThat(newsmakers).filteredOn(Ticker.class::isInstance).hasSize(30);
        assertThat(newsmakers).filteredOn(Newsroom.class::isInstance).hasSize(1);
    }

    @Test
    void tellOnTopicsThatAreLegalAndTheirOwn() {
        Set<String> topics = new HashSet<>();
        for (Reporter reporter : newsmakers) {
            Report report = reporter.next();
            topics.add(new Topic(report.namespace() + "." + report.key()).name());
        }

        assertThat(topics).hasSize(43);
    }

    @Test
    void tickersMoveFromTenTimesASecondToOnceInFiveSeconds() {
        assertThat(newsmakers)
                .filteredOn(Ticker.class::isInstance)
                .extracting(Reporter::pace)
                .contains(Duration.ofMillis(100), Duration.ofSeconds(5));
    }

    @Test
    void gamesAreAtDifferentPointsOfTheirTime() {
        assertThat(newsmakers)
                .filteredOn(Game.class::isInstance)
                .extracting(game -> ((GameState) game.next().body()).period())
                .contains("Q1", "Q2", "Q3", "Q4");
    }

    @Test
    void theWireTurnsFromDeskToDesk() {
        Newsroom newsroom = new Newsroom(new java.util.Random(1));
        List<String> desks = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Report report = newsroom.next();
            desks.add(report.key());
            assertThat(((Story) report.body()).headline()).isNotBlank().doesNotContain("%");
        }

        assertThat(desks).containsExactly("markets", "sports", "world", "markets", "sports", "world");
    }
}
