package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

class TransactionsTests {

    private final Transactions transactions = new Transactions();

    @Test
    void returnsWhatATransactionHeldInOrder() {
        transactions.begin("a");
        transactions.begin("b");
        Message<byte[]> first = message(1);
        Message<byte[]> second = message(1);
        add("a", first);
        add("b", message(1));
        add("a", second);

        assertThat(transactions.end("a")).containsExactly(first, second);
    }

    @Test
    void refusesATransactionThatIsNotOpen() {
        transactions.begin("a");
        transactions.end("a");

        assertThatThrownBy(() -> transactions.end("a")).isInstanceOf(StompRefusal.class);
        assertThatThrownBy(() -> add("a", message(1))).isInstanceOf(StompRefusal.class);
    }

    @Test
    void refusesATransactionThatIsOpenAlready() {
        transactions.begin("a");
        add("a", message(1));

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
    void boundsFramesOverAllTransactionsAndMakesRoomAtTheEndOfOne() {
        transactions.begin("a");
        transactions.begin("b");
        for (int i = 0; i < 500; i++) {
            add("a", message(0));
            add("b", message(0));
        }
        assertThatThrownBy(() -> add("a", message(0))).hasMessageContaining("1000 frames");

        transactions.end("b");
        add("a", message(0));
    }

    @Test
    void boundsBytesOverAllTransactionsAndMakesRoomAtTheEndOfOne() {
        transactions.begin("a");
        transactions.begin("b");
        add("a", message(3 << 20));
        add("b", message(1 << 20));
        assertThatThrownBy(() -> add("b", message(1))).hasMessageContaining("4194304 bytes");

        transactions.end("a");
        add("b", message(3 << 20));
    }

    @Test
    void startsAfreshOnceCleared() {
        transactions.begin("a");
        add("a", message(4 << 20));
        transactions.clear();

        transactions.begin("a");
        add("a", message(4 << 20));
        assertThat(transactions.end("a")).hasSize(1);
    }

    private void add(String id, Message<byte[]> message) {
        transactions.add(id, message, message.getPayload().length);
    }

    private static Message<byte[]> message(int length) {
        return MessageBuilder.withPayload(new byte[length]).build();
    }
}
