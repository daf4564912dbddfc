package io.tidings.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.log.LogUnavailableException;
import io.tidings.publish.FakePublishing;
import io.tidings.publish.IdempotencyKey;
import io.tidings.topic.Publication;
import io.tidings.topic.Topic;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.config.EnableWebFlux;

/** POST with an Idempotency-Key. */
class AdminIdempotencyTests {

    private static final AnnotationConfigApplicationContext context =
            new AnnotationConfigApplicationContext(WebFlux.class, AdminApi.class);

    private final WebTestClient client =
            WebTestClient.bindToApplicationContext(context).build();

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
    void writesAnIdempotencyKeyThatIsTheSameQuotedOrNot() {
        post("k-1").exchange().expectStatus().isOk();
        String plain = published().headers().get("tidings-idempotency-key");
        publishing.appended().clear();
        post("\"k-1\"").exchange().expectStatus().isOk();

        assertThat(plain).hasSize(22);
        assertThat(published().headers()).isEqualTo(Map.of("tidings-idempotency-key", plain));
    }

    @Test
    void takesNoIdempotencyKeyUnderItsRecordHeadersName() {
        request()
                .header("tidings-idempotency-key", "k")
                .exchange()
                .expectStatus()
                .isOk();
        assertThat(published().headers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "\"a"})
    void refusesAnIdempotencyKeyThatIsNone(String key) {
        problem(post(key), 400)
                .jsonPath("$.detail")
                .isEqualTo("idempotency-key: malformed (expected: 1 to 255 visible ASCII characters)");
        assertThat(publishing.appended()).isEmpty();
    }

    @Test
    void refusesTwoIdempotencyKeys() {
        problem(request().header("Idempotency-Key", "a", "b"), 400);
    }

    @Test
    void refusesAnIdempotencyKeyOfAnotherBody() {
        Publication other = new Publication(new Topic("scores.x"), null, Map.of(), new byte[] {1})
                .withIdempotencyKey(IdempotencyKey.ofAdmin("used").value());
        publishing.settled(other, AdminApi.SAFE.join());
        problem(post("used"), 422)
                .jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).startsWith("idempotency-key: of another body"));
        assertThat(publishing.appended()).isEmpty();
    }

    @Test
    void saysToTryAgainWithTheSameKeyWhereTheOutcomeIsUnknown() {
        publishing.answer(CompletableFuture.failedFuture(new LogUnavailableException("broker is away")));
        post("k").exchange().expectHeader().valueEquals("Retry-After", "7");
        problem(post("k"), 503)
                .jsonPath("$.detail")
                .isEqualTo("The outcome is unknown; retry with the same Idempotency-Key, and the update is published"
                        + " once.");
    }

    private WebTestClient.RequestBodySpec post(String key) {
        return request().header("Idempotency-Key", key);
    }

    private WebTestClient.RequestBodySpec request() {
        return client.post().uri("/api/topics/scores.x").header("Authorization", "Bearer " + AdminApi.TOKEN);
    }

    private static WebTestClient.BodyContentSpec problem(WebTestClient.RequestHeadersSpec<?> request, int status) {
        return request.exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody();
    }

    private Publication published() {
        assertThat(publishing.appended()).hasSize(1);
        return publishing.appended().get(0);
    }

    @EnableWebFlux
    static class WebFlux {}
}
