package io.tidings.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SummaryTests {

    @Test
    void namesEveryAddressAndTheToken() {
        String text = new Summary("localhost:8081", "localhost:9093", "127.0.0.1:61614").text();

        assertThat(text)
                .contains("http://localhost:8081/", "ws://localhost:8081/ws", "localhost:9093", "127.0.0.1:61614")
                .contains("Bearer " + DemoProperties.ADMIN_TOKEN)
                .doesNotContain("ADDRESS");
    }
}
