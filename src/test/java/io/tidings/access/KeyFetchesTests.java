package io.tidings.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class KeyFetchesTests {

    private final AtomicInteger asked = new AtomicInteger();

    private final KeyFetches fetches = new KeyFetches(Duration.ofMinutes(1), Duration.ofSeconds(20));

    @Test
    void askOnceForAllThatComeWithinTheInterval() {
        ExchangeFunction issuer = request -> {
            asked.incrementAndGet();
            return Mono.just(ClientResponse.create(HttpStatus.OK).body("{}").build());
        };

        assertThat(fetch(issuer, "/a")).isEqualTo("{}");
        assertThat(fetch(issuer, "/a")).isEqualTo("{}");
        assertThat(asked).hasValue(1);
        assertThat(fetch(issuer, "/b")).isEqualTo("{}");
        assertThat(asked).hasValue(2);
    }

    @Test
    void askOnceWhileTheAnswerIsAwaited() {
        Sinks.One<ClientResponse> answer = Sinks.one();
        ExchangeFunction issuer = request -> {
            asked.incrementAndGet();
            return answer.asMono();
        };
        var first = fetches.filter(request("/a"), issuer).toFuture();
        var second = fetches.filter(request("/a"), issuer).toFuture();
        answer.tryEmitValue(ClientResponse.create(HttpStatus.OK).body("{}").build())
                .orThrow();

        assertThat(first.join().statusCode()).isEqualTo(HttpStatus.OK);
        assertThat(second.join().statusCode()).isEqualTo(HttpStatus.OK);
        assertThat(asked).hasValue(1);
    }

    @Test
    void askAgainAfterTheIntervalWhateverCame() {
        KeyFetches eager = new KeyFetches(Duration.ofMillis(100), Duration.ofSeconds(2));
        ExchangeFunction issuer = request -> {
            asked.incrementAndGet();
            return Mono.error(new IllegalStateException("down"));
        };

        Awaitility.await().pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            assertThatThrownBy(
                            () -> eager.filter(request("/a"), issuer).toFuture().join())
                    .hasMessageContaining("down");
            assertThat(asked).hasValueGreaterThan(1);
        });
    }

    private String fetch(ExchangeFunction issuer, String path) {
        ClientResponse response =
                fetches.filter(request(path), issuer).toFuture().join();
        return response.bodyToMono(String.class).toFuture().join();
    }

    private static ClientRequest request(String path) {
        return ClientRequest.create(HttpMethod.GET, URI.create("http://issuer" + path))
                .build();
    }
}
