package io.tidings.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.log.LogUnavailableException;
import io.tidings.publish.FakePublishing;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.reactive.function.BodyInserter;
import reactor.core.publisher.Flux;

class AdminApiTests {

    private static final AnnotationConfigApplicationContext context =
            new AnnotationConfigApplicationContext(WebFlux.class, AdminApi.class);

    private final WebTestClient anonymous =
            WebTestClient.bindToApplicationContext(context).build();

    private final WebTestClient operator = anonymous
            .mutate()
            .defaultHeader("Authorization", "Bearer " + AdminApi.TOKEN)
            .build();

    private final FakePublishing publishing = context.getBean(FakePublishing.class);

    @BeforeEach
    void forget() {
        publishing.appended().clear();
        publishing.answer(AdminApi.SAFE);
    }

    @AfterAll
    static void close() {
        context.close();
    }

    @Test
    void publishesTheBodyAsItIsWithItsContentTypeAsSent() {
        byte[] body = {0, 1, (byte) 0xff, '\n', 0};
        operator.post()
                .uri("/api/topics/scores.x")
                .header("Content-Type", "application/vnd.game+json; Charset=\"UTF-8\";v=1")
                .header("X-Trace", "t1", "t2")
                .header("X-Other", "dropped")
                .body(raw(Flux.just(body)))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{\"topic\":\"scores.x\",\"position\":\"scores-3.9f2c01ab@1841\",\"timestamp\":77}");
        Publication publication = published();
        assertThat(publication.topic().name()).isEqualTo("scores.x");
        assertThat(publication.body()).isEqualTo(body);
        assertThat(publication.contentType()).isEqualTo("application/vnd.game+json; Charset=\"UTF-8\";v=1");
        assertThat(publication.headers()).isEqualTo(Map.of("x-trace", "t1, t2"));
    }

    @Test
    void publishesAnEmptyBodyWithoutContentTypeAsAnEmptyUpdate() {
        operator.post().uri("/api/topics/scores.x").exchange().expectStatus().isOk();
        assertThat(published().body()).isEmpty();
        assertThat(published().contentType()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "no media type"})
    void takesNoContentTypeForItsOwn(String contentType) {
        operator.post()
                .uri("/api/topics/scores.x")
                .header("Content-Type", contentType)
                .body(raw(Flux.just("a=b".getBytes(UTF_8))))
                .exchange()
                .expectStatus()
                .isOk();
        assertThat(published().contentType()).isEqualTo(contentType);
        assertThat(published().body()).asString(UTF_8).isEqualTo("a=b");
    }

    @Test
    void answersOnlyOnceTheUpdateIsSafe() {
        CompletableFuture<Published> safe = new CompletableFuture<>();
        publishing.answer(safe);
        CompletableFuture<Void> answered = CompletableFuture.runAsync(
                () -> post("/api/topics/scores.x").exchange().expectStatus().isOk());
        await().until(() -> !publishing.appended().isEmpty());
        assertThat(answered).isNotDone();
        safe.complete(AdminApi.SAFE.join());
        answered.join();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scores.@ann -> scores.@ann",
                "scores.%40ann -> scores.@ann",
                "scores.a+b -> scores.a+b",
                "scores.a%252Fb -> scores.a%2Fb",
                "scores.%25C3%25BC -> scores.%C3%BC",
                "scores -> scores",
            })
    void decodesThePathOnce(String example) {
        String[] sides = example.split(" -> ");
        post("/api/topics/" + sides[0]).exchange().expectStatus().isOk();
        assertThat(published().topic().name()).isEqualTo(sides[1]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scores..x",
                "scores.",
                ".scores",
                "-scores",
                "scores.*",
                "scores.%23",
                "scores.a%2Fb",
                "scores.%00",
                "scores.a%0D%0Ab",
                "scores.%C3%BC",
                "scores.a%252fb",
                "scores.a;b=c",
                "scores.a%3Bb",
            })
    void refusesWhatIsNoTopic(String name) {
        problem(post("/api/topics/" + name), 400);
        assertThat(publishing.appended()).isEmpty();
    }

    @Test
    void refusesATopicThatIsTooLong() {
        problem(post("/api/topics/scores." + "x".repeat(300)), 400);
    }

    @Test
    void knowsNoOtherNamespaces() {
        problem(post("/api/topics/tickers.ACME"), 404)
                .jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).contains("namespace: 'tickers'"));
    }

    @Test
    void takesABodyOfExactlyTheLimit() {
        operator.post()
                .uri("/api/topics/scores.x")
                .body(raw(Flux.just(new byte[AdminApi.MAX_BODY])))
                .exchange()
                .expectStatus()
                .isOk();
        assertThat(published().body()).hasSize(AdminApi.MAX_BODY);
    }

    @Test
    void refusesABodyOverTheLimitWhetherItsLengthIsDeclaredOrNot() {
        byte[] body = new byte[AdminApi.MAX_BODY + 1];
        problem(operator.post().uri("/api/topics/scores.x").body(raw(Flux.just(body))), 413);
        problem(
                        operator.post()
                                .uri("/api/topics/scores.x")
                                .contentLength(body.length)
                                .bodyValue(body),
                        413)
                .jsonPath("$.detail")
                .isEqualTo("body: too long (expected: at most 100000 bytes)");
        assertThat(publishing.appended()).isEmpty();
    }

    @Test
    void refusesHeadersThatAreTooLong() {
        problem(post("/api/topics/scores.x").header("X-Trace", "x".repeat(9_000)), 400);
    }

    @Test
    void refusesAnAllowedHeaderWithALineBreak() {
        problem(post("/api/topics/scores.x").header("X-Trace", "a\r\nreceipt:1"), 400);
        assertThat(publishing.appended()).isEmpty();
    }

    @Test
    void saysWhenToTryAgainWhereTheLogCannotBeReached() {
        publishing.answer(
                CompletableFuture.failedFuture(new LogUnavailableException("broker kafka-7.internal is away")));
        post("/api/topics/scores.x").exchange().expectHeader().valueEquals("Retry-After", "7");
        problem(post("/api/topics/scores.x"), 503)
                .jsonPath("$.detail")
                .isEqualTo("The log cannot be reached; the update may or may not have been published.");
    }

    @Test
    void keepsTheReasonOfItsOwnFailuresToItsLog() {
        publishing.answer(CompletableFuture.failedFuture(new IllegalStateException("secret internals")));
        problem(post("/api/topics/scores.x"), 500)
                .jsonPath("$.detail")
                .isEqualTo("The request failed; the log says why.");
    }

    @Test
    void answersOtherPathsAndMethodsWithProblems() {
        problem(post("/api/nothing"), 404);
        problem(post("/api"), 404);
        problem(operator.method(HttpMethod.GET).uri("/api/topics/scores.x"), 405);
    }

    @Test
    void leavesErrorsElsewhereAlone() {
        anonymous
                .get()
                .uri("/nothing")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic YTpi", "correct-horse-battery-staple", "Bearercorrect-horse-battery-staple"})
    void asksForATokenWhereNoneIsShown(String authorization) {
        double before = denied("missing");
        assertUnauthorized(authorization, "Bearer realm=\"tidings\"");
        assertThat(denied("missing") - before).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong", "Bearer ", "Bearer Correct-horse-battery-staple"})
    void refusesAnotherToken(String authorization) {
        double before = denied("wrong");
        assertUnauthorized(authorization, "Bearer realm=\"tidings\", error=\"invalid_token\"");
        assertThat(denied("wrong") - before).isEqualTo(1);
    }

    @Test
    void takesTheNameOfTheSchemeInAnyCase() {
        anonymous
                .post()
                .uri("/api/topics/scores.x")
                .header("Authorization", "bearer " + AdminApi.TOKEN)
                .exchange()
                .expectStatus()
                .isOk();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/topics/scores.x",
                "/api/topics/scores..x",
                "/api/nothing",
                "/api",
                "/api/",
                "/api;v=1/topics/scores.x",
                "/%61pi/topics/scores.x",
                "/api//topics/scores.x",
            })
    void asksForTheTokenBeforeAnythingElse(String path) {
        anonymous.post().uri(URI.create(path)).exchange().expectStatus().isUnauthorized();
    }

    @ParameterizedTest
    @ValueSource(strings = {"//api/topics/scores.x", "/API/topics/scores.x", "/x/../api/topics/scores.x"})
    void opensNoWayAroundTheToken(String path) {
        anonymous.post().uri(URI.create("http://localhost" + path)).exchange();
        assertThat(publishing.appended()).isEmpty();
    }

    private void assertUnauthorized(String authorization, String challenge) {
        anonymous
                .post()
                .uri("/api/topics/scores.x")
                .header("Authorization", authorization)
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .valueEquals("WWW-Authenticate", challenge)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(publishing.appended()).isEmpty();
    }

    private double denied(String token) {
        return context.getBean(MeterRegistry.class)
                .get("tidings.admin.denied")
                .tag("token", token)
                .counter()
                .count();
    }

    private WebTestClient.RequestBodySpec post(String path) {
        return operator.post().uri(URI.create(path));
    }

    private static WebTestClient.BodyContentSpec problem(WebTestClient.RequestHeadersSpec<?> request, int status) {
        return request.exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo(status)
                .jsonPath("$.title")
                .isNotEmpty();
    }

    private Publication published() {
        assertThat(publishing.appended()).hasSize(1);
        return publishing.appended().get(0);
    }

    /** A body of which nothing is said in the headers. */
    private static BodyInserter<Object, ClientHttpRequest> raw(Flux<byte[]> chunks) {
        Flux<DataBuffer> buffers = chunks.map(DefaultDataBufferFactory.sharedInstance::wrap);
        return (request, context) -> request.writeWith(buffers);
    }

    @EnableWebFlux
    static class WebFlux {}
}
