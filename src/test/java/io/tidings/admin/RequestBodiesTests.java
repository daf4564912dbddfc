package io.tidings.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
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

    @Test
    void releasesEveryPartOnceWhenTheLastIsTooMuch() {
        NettyDataBufferFactory buffers = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT);
        List<NettyDataBuffer> parts = IntStream.range(0, 3)
                .mapToObj(
                        part -> buffers.wrap(Unpooled.buffer().writeZero(4_000).retain()))
                .toList();
        Mono<byte[]> body = bodies.read(MockServerHttpRequest.post("/").body(Flux.fromIterable(parts)), 10_000);
        // As Spring does around the answer of a controller.
        assertFails(body.doOnDiscard(DataBuffer.class, DataBufferUtils::release), HttpStatus.CONTENT_TOO_LARGE);
        assertThat(parts).extracting(part -> part.getNativeBuffer().refCnt()).containsExactly(1, 1, 1);
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
