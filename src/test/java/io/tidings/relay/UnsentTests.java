package io.tidings.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnsentTests {

    @Test
    void takesNoMoreThanThereIsRoomForUntilSomeIsSent() {
        Unsent unsent = new Unsent(100);
        assertThat(unsent.add(60)).isTrue();
        assertThat(unsent.add(41)).isFalse();
        assertThat(unsent.add(40)).isTrue();

        unsent.remove(60);
        assertThat(unsent.add(61)).isFalse();
        assertThat(unsent.add(60)).isTrue();
    }
}
