package io.tidings.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;

class CanaryKeyTests {

    private final CanaryKey key = new CanaryKey();

    @Test
    void isKnownWhereItIsShown() {
        HttpHeaders headers = new HttpHeaders();
        key.showIn(headers);

        assertThat(key.isShownIn(headers)).isTrue();
        assertThat(new CanaryKey().isShownIn(headers)).isFalse();
    }

    @Test
    void isNotKnownOtherwise() {
        HttpHeaders headers = new HttpHeaders();
        assertThat(key.isShownIn(headers)).isFalse();
        headers.set("Tidings-Canary", "");
        assertThat(key.isShownIn(headers)).isFalse();
        headers.set("Tidings-Canary", "a".repeat(43));
        assertThat(key.isShownIn(headers)).isFalse();
    }
}
