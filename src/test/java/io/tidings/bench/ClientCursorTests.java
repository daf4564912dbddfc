package io.tidings.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientCursorTests {

    private final ClientCursor cursor = new ClientCursor();

    @Test
    void movesEachLogByItself() {
        cursor.begin("bench-0.9f2c01ab@17,bench-1.9f2c01ab@-1");
        cursor.move("bench-1.9f2c01ab@3");
        assertThat(cursor).hasToString("bench-0.9f2c01ab@17,bench-1.9f2c01ab@3");
    }

    @Test
    void isWhatTheReceiptSaysWhateverCameBefore() {
        cursor.move("bench-0.00000000@99");
        cursor.begin("bench-0.9f2c01ab@17");
        assertThat(cursor).hasToString("bench-0.9f2c01ab@17");
    }

    @Test
    void isEmptyWhereNothingWasSeenAndWithoutAPosition() {
        assertThat(cursor.isEmpty()).isTrue();
        cursor.move("bench-0.9f2c01ab@17");
        assertThat(cursor.isEmpty()).isFalse();
        cursor.begin(null);
        assertThat(cursor.isEmpty()).isTrue();
    }
}
