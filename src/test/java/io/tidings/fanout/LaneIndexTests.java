package io.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tidings.topic.Flow;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneIndexTests {

    private final LaneIndex index = new LaneIndex();

    private final Lane lane = new Lane(
            0,
            new EmbeddedChannel().eventLoop(),
            Bench.properties(64, 100),
            new FanoutMetrics(new SimpleMeterRegistry(), Clock.systemUTC()),
            Bench.NO_VIEWS);

    @Test
    void findsTheExactInterestAndThePatterns() {
        interest("scores.a");
        interest("scores.*");
        interest("scores.#");
        interest("scores.b");
        interest("news.#");

        assertThat(find("scores.a")).containsExactlyInAnyOrder("scores.a", "scores.*", "scores.#");
        assertThat(find("scores.a.b")).containsExactly("scores.#");
        assertThat(find("tickers.a")).isEmpty();
    }

    @Test
    void findsAnInterestThatComesAfterTheTopicWasLookedUp() {
        assertThat(find("scores.a")).isEmpty();
        interest("scores.#");
        assertThat(find("scores.a")).containsExactly("scores.#");
        interest("scores.a");
        assertThat(find("scores.a")).containsExactlyInAnyOrder("scores.a", "scores.#");
    }

    @Test
    void forgetsAnInterestThatGoes() {
        Interest exact = interest("scores.a");
        Interest pattern = interest("scores.#");
        find("scores.a");

        index.remove(pattern);
        assertThat(find("scores.a")).containsExactly("scores.a");
        index.remove(exact);
        assertThat(find("scores.a")).isEmpty();
    }

    @Test
    void keepsOneInterestForAPattern() {
        assertThat(interest("scores.#")).isSameAs(interest("scores.#"));
    }

    @Test
    void goesWithItsLastSubscription() {
        Interest interest = interest("scores.a");
        Subscription ann = subscription("scores.a", "1");
        Subscription bob = subscription("scores.a", "2");
        join(interest, ann);
        join(interest, bob);
        assertThat(index.subscriptions("scores")).containsExactlyInAnyOrder(ann, bob);
        assertThat(index.subscriptions("news")).isEmpty();

        ann.cancel();
        assertThat(index.subscriptions("scores")).containsExactly(bob);
        bob.cancel();
        assertThat(index.subscriptions("scores")).isEmpty();
        assertThat(find("scores.a")).isEmpty();
    }

    private Interest interest(String pattern) {
        return index.interest(new TopicPattern(pattern));
    }

    private List<String> find(String topic) {
        return index.find(new Topic(topic)).stream()
                .map(interest -> interest.pattern().text())
                .toList();
    }

    private static void join(Interest interest, Subscription subscription) {
        Group group = interest.group(subscription);
        subscription.joined(group);
        Replay replay = new Replay(subscription, group);
        group.replayBegins(replay);
        group.replayEnded(replay);
    }

    private Subscription subscription(String pattern, String id) {
        SubscriptionRequest request =
                new SubscriptionRequest(id, new TopicPattern(pattern), null, false, Past.SNAPSHOT, Flow.EVERY_UPDATE);
        return new Subscription(lane, new RecordingOutbox(), request, cursor -> {});
    }
}
