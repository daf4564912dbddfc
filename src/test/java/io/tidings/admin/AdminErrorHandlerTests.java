package io.tidings.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

@ExtendWith(OutputCaptureExtension.class)
class AdminErrorHandlerTests {

    private final AdminErrorHandler handler = new AdminErrorHandler(
            ServerCodecConfigurer.create(),
            new Problems(AdminApi.properties(Duration.ofSeconds(1), Duration.ofMillis(1))));

    private final MockServerWebExchange exchange =
            MockServerWebExchange.from(MockServerHttpRequest.post("/api/topics/scores.x"));

    @Test
    void saysNothingWhereTheClientIsGone(CapturedOutput output) {
        handler.handle(exchange, new EOFException()).block();
        assertThat(exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(output).doesNotContain("A request to the admin API failed");
    }

    @Test
    void logsItsOwnFailures(CapturedOutput output) {
        handler.handle(exchange, new IllegalStateException("internals")).block();
        assertThat(exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
        assertThat(output).contains("A request to the admin API failed").contains("internals");
    }

    @Test
    void leavesAnAnswerThatHasBegunAlone() {
        exchange.getResponse().setComplete().block();
        assertThatThrownBy(() -> handler.handle(exchange, new IllegalStateException("late"))
                        .block())
                .hasMessage("late");
    }
}
