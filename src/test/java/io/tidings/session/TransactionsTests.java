package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TransactionsTests {

    private final Transactions transactions = new Transactions();

    @Test
    void returnsWhatATransactionHeldInOrder() {
        transactions.begin("a");
        transactions.begin("b");
        Send first = send(1);
        Send second = send(1);
        add("a", first);
        add("b", send(1));
        add("a", second);

        assertThat(transactions.end("a")).containsExactly(first, second);
    }

    @Test
    void refusesATransactionThatIsNotOpen() {
        transactions.begin("a");
        transactions.end("a");

        assertThatThrownBy(() -> transactions.end("a")).isInstanceOf(StompRefusal.class);
        assertThatThrownBy(() -> add("a", send(1))).isInstanceOf(StompRefusal.class);
    }

    @Test
    void refusesATransactionThatIsOpenAlready() {
        transactions.begin("a");
        add("a", send(1));

        assertThatThrownBy(() -> transactions.begin("a")).hasMessageContaining("'a' has begun already");
        assertThat(transactions.end("a")).hasSize(1);
    }

    @Test
    void boundsTransactionsAtATime() {
        for (int i = 0; i < 16; i++) {
            transactions.begin("t" + i);
        }
        assertThatThrownBy(() -> transactions.begin("more")).hasMessageContaining("at most 16");

        transactions.end("t3");
        transactions.begin("more");
    }

    @Test
    void boundsWhatIsHeldWithTheHeadersToo() {
        transactions.begin("a");
        Send large = new Send("/topic/a.b", null, null, null, Map.of("x", "y".repeat(3 * 1024 * 1024)), new byte[0]);
        add("a", large);

        assertThatThrownBy(() -> add("a", large)).hasMessageContaining("bytes in a session's transactions");
    }

    @Test
    void boundsFramesOverAllTransactionsAndMakesRoomAtTheEndOfOne() {
        transactions.begin("a");
        transactions.begin("b");
        for (int i = 0; i < 500; i++) {
            add("a", send(0));
            add("b", send(0));
        }
        assertThatThrownBy(() -> add("a", send(0))).hasMessageContaining("1000 frames");

        transactions.end("b");
        add("a", send(0));
    }

    @Test
    void boundsBytesOverAllTransactionsAndMakesRoomAtTheEndOfOne() {
        transactions.begin("a");
        transactions.begin("b");
        add("a", send(3 << 20));
        add("b", send(1 << 20));
        assertThatThrownBy(() -> add("b", send(1))).hasMessageContaining("4194304 bytes");

        transactions.end("a");
        add("b", send(3 << 20));
    }

    @Test
    void startsAfreshOnceCleared() {
        transactions.begin("a");
        add("a", send(4 << 20));
        transactions.clear();

        transactions.begin("a");
        add("a", send(4 << 20));
        assertThat(transactions.end("a")).hasSize(1);
    }

    private void add(String id, Send send) {
        transactions.add(id, send);
    }

    private static Send send(int length) {
        return new Send("/topic/scores", null, null, null, Map.of(), new byte[length]);
    }
}
