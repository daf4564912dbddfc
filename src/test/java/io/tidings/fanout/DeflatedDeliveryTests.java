package io.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.fanout.InflatingClient.WebSocketMessage;
import io.tidings.topic.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeflatedDeliveryTests {

    private static final Deflation LINKED = new Deflation(1_000, 4, Set.of());

    private static final Deflation SINGLE = new Deflation(1_000, 0, Set.of());

    private final Bench bench = new Bench(Bench.properties(64, 100));

    private final List<Subscription> subscriptions = new ArrayList<>();

    private final List<String> published = new ArrayList<>();

    @Test
    void refersToEarlierMessages() {
        InflatingClient client = join(LINKED, "scores.a");
        publish("scores.a", 10);

        assertThat(client.updates()).isEqualTo(published);
        assertThat(client.messages()).allMatch(WebSocketMessage::deflated);
        assertThat(client.messages().get(0).bytes()).isGreaterThan(100);
        assertThat(client.last().bytes()).isLessThan(30);
    }

    @Test
    void compressesOnceForAll() {
        List<InflatingClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(join(LINKED, "scores.a"));
        }
        publish("scores.a", 10);

        assertThat(clients).allSatisfy(client -> assertThat(client.updates()).isEqualTo(published));
        assertThat(bench.count("tidings.fanout.deflate.after"))
                .isEqualTo(clients.get(0).messages().stream()
                        .mapToInt(WebSocketMessage::bytes)
                        .sum());
        assertThat(bench.count("tidings.fanout.deflate.before"))
                .isGreaterThan(3 * bench.count("tidings.fanout.deflate.after"));
    }

    @Test
    void putsTheRunOfADrainIntoOneMessage() {
        InflatingClient client = join(LINKED, "scores.#");
        for (int i = 0; i < 10; i++) {
            published.add(InflatingClient.told(bench.replica.publish("scores." + i)));
        }
        bench.run();

        assertThat(client.messages()).hasSize(1);
        assertThat(client.updates()).isEqualTo(published);
    }

    @Test
    void letsInWhoComesLaterWhenTheContextBeginsAnew() {
        InflatingClient first = join(LINKED, "scores.a");
        publish("scores.a", 10);
        InflatingClient second = join(LINKED, "scores.a");
        publish("scores.a", SharedContext.MESSAGES_AT_LEAST);

        assertThat(second.messages().get(0).deflated()).isFalse();
        assertThat(second.last().deflated()).isTrue();
        assertThat(second.last()).isEqualTo(first.last());
        assertThat(first.updates()).isEqualTo(published);
        assertThat(second.updates()).isEqualTo(published.subList(10, published.size()));
    }

    @Test
    void beginsAnewAtOnceWhereNobodyFollows() {
        InflatingClient first = join(LINKED, "scores.a");
        publish("scores.a", 3);
        InflatingClient second = join(LINKED, "scores.a");
        bench.fanout.unsubscribe(subscriptions.get(0));
        publish("scores.a", 1);

        assertThat(second.last().deflated()).isTrue();
        assertThat(second.updates()).isEqualTo(published.subList(3, 4));
    }

    @Test
    void followsOneOfTheSubscriptionsOfASession() {
        InflatingClient client = join(LINKED, "scores.a");
        subscribe(client, "scores.b");
        publish("scores.b", 1);
        publish("scores.a", 1);
        publish("scores.b", 1);

        assertThat(client.updates()).isEqualTo(published);
        assertThat(client.messages()).extracting(WebSocketMessage::deflated).containsExactly(true, false, true);

        bench.fanout.unsubscribe(subscriptions.get(1));
        publish("scores.a", 2);

        assertThat(client.updates()).isEqualTo(published);
        assertThat(client.last().deflated()).isTrue();
        assertThat(client.last().bytes()).isLessThan(50);
    }

    @Test
    void refersToNothingFromBeforeWhatWasCompressedByItself() {
        InflatingClient client = join(LINKED, "scores.a");
        subscribe(client, "scores.b");
        publish("scores.a", 3);
        for (int i = 0; i < 20; i++) {
            published.add(InflatingClient.told(bench.replica.publish("scores.b")));
        }
        bench.run();
        publish("scores.a", 2);

        assertThat(client.updates()).isEqualTo(published);
        assertThat(client.messages()).allMatch(WebSocketMessage::deflated);
        assertThat(client.messages().get(4).bytes()).isGreaterThan(100);
        assertThat(client.messages().get(5).bytes()).isLessThan(50);
    }

    @Test
    void compressesByItselfWhatIsLargeEnough() {
        InflatingClient client = join(SINGLE, "scores.#");
        publish("scores.a", 1);
        for (int i = 0; i < 10; i++) {
            published.add(InflatingClient.told(bench.replica.publish("scores.a")));
        }
        bench.run();

        assertThat(client.updates()).isEqualTo(published);
        assertThat(client.messages()).extracting(WebSocketMessage::deflated).containsExactly(false, true);
        assertThat(bench.count("tidings.fanout.deflate.contexts")).isZero();
    }

    @Test
    void leavesAsItIsWhatDoesNotGetSmaller() {
        InflatingClient client = join(SINGLE, "scores.a");
        byte[] noise = new byte[5_000];
        new Random(1).nextBytes(noise);
        bench.fanout.updated(Updates.update("scores.a", 1, noise));
        bench.run();

        assertThat(client.last().deflated()).isFalse();
        assertThat(client.last().bytes()).isGreaterThan(noise.length);
    }

    @Test
    void sendsARunWithABodyThatIsNoTextAsBinary() {
        InflatingClient client = join(LINKED, "scores.a");
        bench.fanout.updated(Updates.update("scores.a", 1, "text"));
        bench.fanout.updated(Updates.update("scores.a", 2, new byte[] {(byte) 0xC3, 0x28}));
        bench.run();
        bench.fanout.updated(Updates.update("scores.a", 3, "text"));
        bench.run();

        assertThat(client.messages())
                .extracting(WebSocketMessage::opcode)
                .containsExactly(WebSocketFrames.BINARY, WebSocketFrames.TEXT);
    }

    @Test
    void cutsALongRunIntoMessages() {
        InflatingClient client = join(LINKED, "scores.a");
        List<Update> updates = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            updates.add(Updates.update("scores.a", i, ("body " + i + ' ').repeat(2_000)));
        }
        updates.forEach(bench.fanout::updated);
        bench.run();

        assertThat(client.messages()).hasSizeBetween(4, 6);
        assertThat(client.updates())
                .isEqualTo(updates.stream().map(InflatingClient::told).toList());
    }

    @Test
    void leavesAloneTheClientsAndNamespacesThatItDoesNotConcern() {
        InflatingClient plain = join(Deflation.NONE, "scores.a");
        InflatingClient other = join(new Deflation(0, 4, Set.of("tickers")), "scores.a");
        InflatingClient chosen = join(new Deflation(0, 4, Set.of("scores")), "scores.a");
        publish("scores.a", 2);

        assertThat(List.of(plain, other)).allSatisfy(client -> {
            assertThat(client.messages()).noneMatch(WebSocketMessage::deflated);
            assertThat(client.updates()).isEqualTo(published);
        });
        assertThat(chosen.messages()).allMatch(WebSocketMessage::deflated);
    }

    @Test
    void keepsNoMoreContextsThanItMayAndNoneOfGroupsThatHaveEnded() {
        List<InflatingClient> clients = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            clients.add(join(LINKED, "scores." + i));
            publish("scores." + i, 2);
        }

        assertThat(clients)
                .extracting(client -> client.last().deflated())
                .containsExactly(true, true, true, true, false, false);
        assertThat(bench.count("tidings.fanout.deflate.contexts")).isEqualTo(4);

        subscriptions.forEach(bench.fanout::unsubscribe);

        assertThat(bench.count("tidings.fanout.deflate.contexts")).isZero();
    }

    private InflatingClient join(Deflation deflation, String pattern) {
        InflatingClient client = new InflatingClient(deflation);
        subscribe(client, pattern);
        return client;
    }

    private void subscribe(InflatingClient client, String pattern) {
        subscriptions.add(bench.join(client, pattern));
    }

    /** So many updates, each in a drain of its own. */
    private void publish(String topic, int count) {
        for (int i = 0; i < count; i++) {
            published.add(InflatingClient.told(bench.replica.publish(topic)));
            bench.run();
        }
    }
}
