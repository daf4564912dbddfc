package io.tidings.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class RequestBodiesTests {

    private final RequestBodies bodies = new RequestBodies(Duration.ofMillis(100));

    private final AtomicInteger read = new AtomicInteger();

    @Test
    void stopsReadingAtTheLimitWhereNoLengthIsDeclared() {
        assertFails(bodies.read(MockServerHttpRequest.post("/").body(endless()), 10_000), HttpStatus.CONTENT_TOO_LARGE);
        assertThat(read).hasValue(11_000);
    }

    @Test
    void readsNothingOfABodyThatIsDeclaredTooLong() {
        assertFails(
                bodies.read(
                        MockServerHttpRequest.post("/").contentLength(10_001).body(endless()), 10_000),
                HttpStatus.CONTENT_TOO_LARGE);
        assertThat(read).hasValue(0);
    }

    @Test
    void doesNotTrustADeclaredLengthThatIsTooSmall() {
        assertFails(
                bodies.read(MockServerHttpRequest.post("/").contentLength(5).body(endless()), 10_000),
                HttpStatus.CONTENT_TOO_LARGE);
    }

    @Test
    void givesUpOnABodyThatTrickles() {
        Flux<DataBuffer> trickle = Flux.interval(Duration.ofMillis(20)).map(tick -> buffer(1));
        assertFails(bodies.read(MockServerHttpRequest.post("/").body(trickle), 10_000), HttpStatus.REQUEST_TIMEOUT);
    }

    @Test
    void joinsThePartsOfABody() {
        Flux<DataBuffer> parts = Flux.range(0, 10).map(part -> buffer(1_000));
        assertThat(bodies.read(MockServerHttpRequest.post("/").body(parts), 10_000)
                        .block())
                .hasSize(10_000);
    }

    private static void assertFails(Mono<byte[]> body, HttpStatus status) {
        assertThatThrownBy(body::block)
                .isInstanceOfSatisfying(
                        ResponseStatusException.class,
                        failure -> assertThat(failure.getStatusCode()).isEqualTo(status));
    }

    private Flux<DataBuffer> endless() {
        return Flux.<DataBuffer>generate(sink -> sink.next(buffer(1_000))).doOnNext(buffer -> read.addAndGet(1_000));
    }

    private static DataBuffer buffer(int bytes) {
        return DefaultDataBufferFactory.sharedInstance.wrap(new byte[bytes]);
    }
}
