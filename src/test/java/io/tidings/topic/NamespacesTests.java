package io.tidings.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidings.topic.Namespace.Access;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class NamespacesTests {

    private static final Namespace SCORES = namespace("scores");

    @Test
    void knowsTheConfiguredOnes() {
        Namespaces namespaces = new Namespaces(List.of(SCORES, namespace("chat")), null);

        assertThat(namespaces.get("scores")).isSameAs(SCORES);
        assertThat(namespaces.configured()).containsExactlyInAnyOrder(SCORES, namespace("chat"));
        assertThat(namespaces.all()).containsExactlyInAnyOrderElementsOf(namespaces.configured());
    }

    @Test
    void refusesUnknownOnesWithoutADefault() {
        Namespaces namespaces = new Namespaces(List.of(SCORES), null);

        assertThatExceptionOfType(UnknownNamespaceException.class)
                .isThrownBy(() -> namespaces.get("tickers"))
                .withMessage(
                        "namespace: 'tickers' (expected: a namespace that is configured under tidings.namespaces)");
    }

    @Test
    void makesUnknownOnesOnceByTheDefault() {
        Namespaces namespaces = new Namespaces(List.of(SCORES), NamespacesTests::namespace);

        Namespace tickers = namespaces.get("tickers");

        assertThat(namespaces.get("tickers")).isSameAs(tickers);
        assertThat(namespaces.get("scores")).isSameAs(SCORES);
        assertThat(namespaces.configured()).containsExactly(SCORES);
        assertThat(namespaces.all()).containsExactlyInAnyOrder(SCORES, tickers);
        assertThatIllegalArgumentException().isThrownBy(() -> namespaces.get("no namespace"));
    }

    @Test
    void boundsWhatComesUpByTheDefault() {
        Namespaces namespaces = new Namespaces(List.of(SCORES), NamespacesTests::namespace);
        for (int i = 0; i < Namespaces.MAX_BY_DEFAULT; i++) {
            namespaces.get("n" + i);
        }

        assertThatExceptionOfType(UnknownNamespaceException.class).isThrownBy(() -> namespaces.get("another"));
        assertThat(namespaces.get("n0").name()).isEqualTo("n0");
        assertThat(namespaces.get("scores")).isSameAs(SCORES);
    }

    @Test
    void namesTheClaimsThatRulesAskFor() {
        Namespaces namespaces = new Namespaces(
                List.of(SCORES, ruled("chat", "chat.{claim:tenant}.{claim:team}.{user}", "chat.{claim:tenant}")),
                name -> ruled(name, "*.{claim:realm}"));

        assertThat(namespaces.claims()).containsExactlyInAnyOrder("tenant", "team", "realm");
        assertThat(new Namespaces(List.of(SCORES), null).claims()).isEmpty();
    }

    @Test
    void givesEveryThreadTheSameOne() throws Exception {
        Namespaces namespaces = new Namespaces(List.of(), NamespacesTests::namespace);
        Set<Integer> identities = ConcurrentHashMap.newKeySet();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                awaitQuietly(start);
                identities.add(System.identityHashCode(namespaces.get("scores")));
            });
            thread.start();
            threads.add(thread);
        }

        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(identities).hasSize(1);
    }

    private static Namespace ruled(String name, String... topics) {
        List<TopicRule> rules = Arrays.stream(topics)
                .map(TopicTemplate::parse)
                .map(template -> new TopicRule(template, AccessRule.ANYONE, null, null))
                .toList();
        Access access = new Access(AccessRule.NOBODY, AccessRule.NOBODY, AccessRule.ANYONE, rules);
        return Namespace.of(name, Policy.DEFAULT, access);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Namespace namespace(String name) {
        return Namespace.of(name, Policy.DEFAULT, Access.DEFAULT);
    }
}
