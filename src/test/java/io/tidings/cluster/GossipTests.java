package io.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.cluster.FakeNodes.FakeNode;
import io.tidings.cluster.Node.State;
import io.tidings.cluster.NodeMessage.Gossip;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GossipTests {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final FakeNodes nodes = new FakeNodes();

    @Test
    void nodesKnowOneAnotherWithinATenthOfTheInterval() {
        FakeNode one = nodes.start("web-1");
        FakeNode two = nodes.start("web-2");
        FakeNode three = nodes.start("web-3");

        nodes.pass(INTERVAL.dividedBy(10));

        assertThat(one.others()).containsExactly(Map.entry("web-2", State.ALIVE), Map.entry("web-3", State.ALIVE));
        assertThat(two.others()).containsOnlyKeys("web-1", "web-3");
        assertThat(three.others()).containsOnlyKeys("web-1", "web-2");
        assertThat(three.cluster.nodes().get(0)).isEqualTo(three.cluster.self());
    }

    @Test
    void nodesKnowWhatTheOthersCount() {
        FakeNode one = nodes.start("web-1");
        FakeNode two = nodes.start("web-2");
        two.cluster.count(() -> Map.of("sessions", 3L));
        two.cluster.count(() -> Map.of("topics", 4L));
        two.cluster.count(() -> {
            throw new IllegalStateException("nothing to count");
        });

        nodes.pass(INTERVAL.multipliedBy(2));

        Node known = one.cluster.nodes().get(1);
        assertThat(known.counts()).containsExactly(Map.entry("sessions", 3L), Map.entry("topics", 4L));
        assertThat(known.about()).isEqualTo(new Node.About("web", "1.2.3", Instant.EPOCH));
        assertThat(known.age()).isLessThan(INTERVAL.multipliedBy(2));
        assertThat(two.cluster.self().counts()).isEqualTo(known.counts());
    }

    @Test
    void aNodeThatIsNotHeardOfIsMissingAndThenForgotten() {
        FakeNode one = nodes.start("web-1");
        FakeNode two = nodes.start("web-2");
        nodes.pass(INTERVAL);

        two.kill();
        nodes.pass(Duration.ofSeconds(16));
        assertThat(one.others()).containsExactly(Map.entry("web-2", State.MISSING));
        assertThat(one.registry
                        .get("tidings.cluster.nodes")
                        .tag("state", "missing")
                        .gauge()
                        .value())
                .isEqualTo(1);

        nodes.pass(Duration.ofMinutes(2));
        assertThat(one.others()).isEmpty();
    }

    @Test
    void nobodyIsForgottenWhileThereIsNoLinkNorAtOnceWhenItIsBack() {
        FakeNode one = nodes.start("web-1");
        FakeNode two = nodes.start("web-2");
        nodes.pass(INTERVAL);

        one.connected = false;
        nodes.pass(Duration.ofMinutes(5));
        assertThat(one.others()).containsExactly(Map.entry("web-2", State.MISSING));
        assertThat(one.cluster.ask(new Question("any", ""), INTERVAL))
                .satisfies(answers -> nodes.pass(INTERVAL))
                .isCompletedWithValueMatching(answers ->
                        answers.missing().contains(new Answers.Missing("web-2", Answers.Reason.UNREACHABLE)));

        two.kill();
        one.connected = true;
        one.cluster.linked();
        nodes.pass(Duration.ofSeconds(110));
        assertThat(one.others()).containsExactly(Map.entry("web-2", State.MISSING));
        nodes.pass(Duration.ofSeconds(16));
        assertThat(one.others()).isEmpty();
    }

    @Test
    void nobodyIsForgottenWhenTheLinkIsBackBeforeItIsToldOf() {
        FakeNode one = nodes.start("web-1");
        nodes.start("web-2").kill();
        nodes.pass(INTERVAL);

        one.connected = false;
        nodes.pass(Duration.ofMinutes(5));
        one.connected = true;
        nodes.pass(INTERVAL.multipliedBy(2));
        assertThat(one.others()).containsExactly(Map.entry("web-2", State.MISSING));
    }

    @Test
    void nothingIsCountedToSayWhoIsKnown() {
        FakeNode one = nodes.start("web-1");
        FakeNode two = nodes.start("web-2");
        nodes.pass(INTERVAL);
        AtomicInteger counted = new AtomicInteger();
        one.cluster.count(() -> Map.of("counted", (long) counted.incrementAndGet()));

        assertThat(one.cluster.id()).isEqualTo("web-1");
        assertThat(one.cluster.knows("web-1")).isTrue();
        assertThat(one.cluster.knows("web-2")).isTrue();
        assertThat(one.cluster.knows("web-3")).isFalse();
        two.cluster.stop();
        assertThat(one.cluster.knows("web-2")).isFalse();
        assertThat(counted).hasValue(0);
    }

    @Test
    void aNodeThatStopsSaysGoodbyeAndStaysAwayWhenOlderWordsComeLate() {
        FakeNode one = nodes.start("web-1");
        FakeNode two = nodes.start("web-2");
        nodes.pass(INTERVAL);
        two.told.clear();

        two.cluster.stop();
        assertThat(two.told).containsExactly(new NodeMessage.Goodbye("web-2"));
        assertThat(one.others()).isEmpty();

        one.hear(NodeMessageFormat.encode(gossip("web-2", 1_000)));
        assertThat(one.others()).isEmpty();
        assertThat(one.dropped("old")).isEqualTo(1);
    }

    @Test
    void aNodeThatStartsAgainIsAnotherOne() {
        FakeNode one = nodes.start("web-1");
        nodes.start("web-2-aaaa").kill();
        nodes.start("web-2-bbbb");

        nodes.pass(Duration.ofSeconds(16));

        assertThat(one.others())
                .containsExactly(Map.entry("web-2-aaaa", State.MISSING), Map.entry("web-2-bbbb", State.ALIVE));
    }

    @Test
    void whatIsDoubledOrOvertakenIsDropped() {
        FakeNode one = nodes.start("web-1");
        one.hear(NodeMessageFormat.encode(gossip("web-2", 7)));
        one.hear(NodeMessageFormat.encode(gossip("web-2", 7)));
        one.hear(NodeMessageFormat.encode(gossip("web-2", 6)));

        assertThat(one.dropped("old")).isEqualTo(2);
        assertThat(one.cluster.nodes().get(1).counts()).containsEntry("number", 7L);
    }

    @Test
    void lostWordsAreMadeGoodByTheNext() {
        FakeNode one = nodes.start("web-1");
        nodes.way = (to, message, sink) -> {};
        nodes.start("web-2");
        nodes.pass(INTERVAL.dividedBy(2));
        assertThat(one.others()).isEmpty();

        nodes.way = (to, message, sink) -> sink.accept(message);
        nodes.pass(INTERVAL);
        assertThat(one.others()).containsExactly(Map.entry("web-2", State.ALIVE));
    }

    @Test
    void aNodeTellsOfItselfAtOnceWhenItsLinkIsBack() {
        FakeNode one = nodes.start("web-1");
        one.told.clear();
        one.cluster.linked();
        assertThat(one.told).hasSize(1);
    }

    @Test
    void manyNewNodesAreGreetedTogether() {
        FakeNode one = nodes.start("web-1");
        one.told.clear();
        for (int i = 0; i < 100; i++) {
            one.hear(NodeMessageFormat.encode(gossip("other-" + i, 1)));
        }
        nodes.pass(INTERVAL.dividedBy(10));
        assertThat(one.told).hasSize(1);
    }

    @Test
    void knowsNoMoreNodesThanMayBe() {
        FakeNodes few = new FakeNodes(Map.of("tidings.cluster.max-nodes", "3"));
        FakeNode one = few.start("web-1");
        for (int i = 0; i < 10; i++) {
            one.hear(NodeMessageFormat.encode(gossip("other-" + i, 1)));
        }
        assertThat(one.others()).containsOnlyKeys("other-0", "other-1", "other-2");
        assertThat(one.dropped("max-nodes")).isEqualTo(7);
    }

    @Test
    void dropsWhatItCannotReadAndGoesOn() {
        FakeNode one = nodes.start("web-1");
        one.hear("nonsense".getBytes(StandardCharsets.UTF_8));
        one.hear(new byte[60_000]);
        one.hear("{\"v\":2,\"type\":\"gossip\",\"from\":\"web-2\"}".getBytes(StandardCharsets.UTF_8));
        one.hear(NodeMessageFormat.encode(gossip("web-3", 1)));

        assertThat(one.dropped("malformed")).isEqualTo(2);
        assertThat(one.dropped("version")).isEqualTo(1);
        assertThat(one.others()).containsOnlyKeys("web-3");
    }

    @Test
    void holdsNoMoreOfWhatIsToBeReadThanMayBe() {
        FakeNode one = nodes.start("web-1");
        one.scheduler.schedule(() -> {
            for (int i = 0; i < 100; i++) {
                one.hear(new byte[60_000]);
            }
        });
        assertThat(one.dropped("inbox-full")).isEqualTo(31);
        assertThat(one.dropped("malformed")).isEqualTo(69);
    }

    private static Gossip gossip(String from, long number) {
        return new Gossip(from, number, new Node.About("n", "1", Instant.EPOCH), Map.of("number", number));
    }
}
