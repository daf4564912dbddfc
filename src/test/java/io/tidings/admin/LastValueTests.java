package io.tidings.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.access.Scoped;
import io.tidings.replica.Replica;
import io.tidings.replica.RunningReplica;
import io.tidings.topic.Position;
import java.net.URI;
import java.security.Principal;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

class LastValueTests {

    private static final AnnotationConfigApplicationContext context =
            new AnnotationConfigApplicationContext(WebFlux.class, AdminApi.class);

    private final WebTestClient client =
            WebTestClient.bindToApplicationContext(context).build();

    private final RunningReplica replica = context.getBean(RunningReplica.class);

    private final String topic = "scores." + UUID.randomUUID();

    @AfterAll
    static void close() {
        context.close();
    }

    @Test
    void tellsTheLastBodyAsItWasPublishedWithItsContentTypeAndPosition() {
        replica.publish(topic, "text/plain", "old".getBytes(UTF_8));
        byte[] body = {0, 1, (byte) 0xff, '\n', 0};
        Position position = replica.publish(topic, "application/vnd.game+json; Charset=\"UTF-8\"", body);
        double before = answered("sent");

        get(topic)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Content-Type", "application/vnd.game+json; Charset=\"UTF-8\"")
                .expectHeader()
                .valueEquals("ETag", "\"" + position + "\"")
                .expectHeader()
                .valueEquals("Cache-Control", "no-cache")
                .expectHeader()
                .contentLength(body.length)
                .expectBody(byte[].class)
                .isEqualTo(body);
        assertThat(answered("sent") - before).isEqualTo(1);
    }

    @Test
    void tellsAnEmptyBodyWithoutContentTypeAsOne() {
        replica.publish(topic, null, new byte[0]);
        get(topic)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .doesNotExist("Content-Type")
                .expectHeader()
                .contentLength(0)
                .expectBody()
                .isEmpty();
    }

    @Test
    void letsNoBrowserTakeABodyForAPageOfTheService() {
        replica.publish(topic, "text/html", "<script>alert(1)</script>".getBytes(UTF_8));
        get(topic)
                .exchange()
                .expectHeader()
                .valueEquals("X-Content-Type-Options", "nosniff")
                .expectHeader()
                .valueEquals("Content-Security-Policy", "default-src 'none'; sandbox");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain\u010aX-Injected: 1", "text/pl\u00e4in", "text/plain\u0001"})
    void passesNoContentTypeThatAHeaderCannotCarry(String contentType) {
        replica.publish(topic, contentType, new byte[1]);
        get(topic).exchange().expectStatus().isOk().expectHeader().doesNotExist("Content-Type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"%s\"", "W/\"%s\"", "\"other\", \"%s\""})
    void saysWhereNothingHasChanged(String ifNoneMatch) {
        Position position = replica.publish(topic, "text/plain", "body".getBytes(UTF_8));
        double before = answered("unchanged");

        get(topic)
                .header("If-None-Match", ifNoneMatch.formatted(position))
                .exchange()
                .expectStatus()
                .isNotModified()
                .expectHeader()
                .valueEquals("ETag", "\"" + position + "\"")
                .expectHeader()
                .valueEquals("Cache-Control", "no-cache")
                .expectBody()
                .isEmpty();
        assertThat(answered("unchanged") - before).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"", "\"scores-0.0000000a@0", "%s", "\"\"", "W/", ",,,", "\"other\"", "\"a\"\"b\""})
    void sendsTheBodyWhereTheClientHasAnotherOrSaysNothingSound(String ifNoneMatch) {
        Position position = replica.publish(topic, "text/plain", "body".getBytes(UTF_8));
        get(topic)
                .header("If-None-Match", ifNoneMatch.formatted(position))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .isEqualTo("body");
    }

    @Test
    void answersHeadWithAllButTheBody() {
        Position position = replica.publish(topic, "text/plain", "body".getBytes(UTF_8));
        client.head()
                .uri("/api/topics/" + topic + "/last")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentLength(4)
                .expectHeader()
                .valueEquals("ETag", "\"" + position + "\"")
                .expectBody()
                .isEmpty();
    }

    @Test
    void tellsATopicThatWasClearedFromOneThatNeverHadAValue() {
        double before = answered("none");
        problem(get(topic), 404).isEqualTo("topic: '" + topic + "' (expected: one that has a last value)");
        replica.publish(topic, "text/plain", new byte[1]);
        replica.publish(topic, null, null);
        problem(get(topic), 404).isEqualTo("topic: '" + topic + "' (expected: one whose last value was not cleared)");
        assertThat(answered("none") - before).isEqualTo(2);
    }

    @Test
    void tellsTheNewestValueOfATopicThatMovedBetweenLogs() {
        Position newest = replica.publish(topic, "text/plain", "newest".getBytes(UTF_8));
        replica.publishElsewhere(topic, Duration.ofSeconds(1), "older".getBytes(UTF_8));
        get(topic)
                .exchange()
                .expectHeader()
                .valueEquals("ETag", "\"" + newest + "\"")
                .expectBody(String.class)
                .isEqualTo("newest");

        replica.publish(topic, null, null);
        replica.publishElsewhere(topic, Duration.ofSeconds(1), "older".getBytes(UTF_8));
        problem(get(topic), 404).isEqualTo("topic: '" + topic + "' (expected: one whose last value was not cleared)");
    }

    @ParameterizedTest
    @CsvSource({
        "cursors.x, namespace: 'cursors' (expected: one that retains last values)",
        "tickers.x, namespace: 'tickers' (expected: a namespace that is configured under tidings.namespaces)",
    })
    void saysWhichNamespacesHaveNoLastValues(String name, String detail) {
        problem(get(name), 404).isEqualTo(detail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scores..x",
                "scores.*",
                "scores.%23",
                "scores.a%2Fb",
                "scores.%00",
                "scores.a%0D%0Ab",
                "scores.%C3%BC",
                "scores.a;b=c",
                "scores.a%3Bb",
                "%20",
                "scores.%252f"
            })
    void refusesWhatIsNoTopic(String name) {
        problem(get(name), 400).contains("expected");
    }

    @ParameterizedTest
    @CsvSource({
        "scores.x,          ,      404", // Let through, to find no value.
        "scores.@ann,       ,      401",
        "scores.@ann,       bob,   403",
        "scores.@ann,       ann,   404",
        "members.x,         ,      401",
        "members.x,         ann,   404",
        "staff.x,           ,      401",
        "staff.x,           ann,   403",
        "staff.x,           staff, 404",
        "closed.x,          ,      403",
        "closed.x,          staff, 403",
    })
    void keepsToTheRuleForSubscribers(String name, String user, int status) {
        WebTestClient.RequestHeadersSpec<?> request =
                user == null ? get(name) : get(name).header("x-user", user);
        double before = count("tidings.access.denied", "action", "subscribe");
        problem(request, status).contains("expected");
        assertThat(count("tidings.access.denied", "action", "subscribe") - before)
                .isEqualTo(status == 404 ? 0 : 1);
    }

    @Test
    void asksToComeAgainWhereTheAuthorizerDoesNotAnswer() {
        problem(get("asked.x"), 503).contains("does not answer now");
        get("asked.x").exchange().expectHeader().valueEquals("Retry-After", "7");
    }

    @Test
    void asksWhoOneIsWhereThatMayHelp() {
        get("members.x").exchange().expectHeader().valueEquals("WWW-Authenticate", "Bearer realm=\"tidings\"");
        get("closed.x").exchange().expectHeader().doesNotExist("WWW-Authenticate");
    }

    @Test
    void keepsFromSharedCachesWhatWasToldToAUser() {
        replica.publish("scores.x.@ann", "text/plain", new byte[1]);
        get("scores.x.@ann")
                .header("x-user", "ann")
                .exchange()
                .expectHeader()
                .valueEquals("Cache-Control", "private, no-cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void opensNoOtherMethodWithoutTheToken(String method) {
        request(HttpMethod.valueOf(method), "/api/topics/" + topic + "/last")
                .exchange()
                .expectStatus()
                .isUnauthorized();
        request(HttpMethod.valueOf(method), "/api/topics/" + topic + "/last")
                .header("Authorization", "Bearer " + AdminApi.TOKEN)
                .exchange()
                .expectStatus()
                .value(status -> assertThat(status).isIn(200, 405));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/topics/scores.x", "/api/topics/scores.x/last/", "/api/topics/scores.x/last/y", "/api/topics/last",
                "/api/topics/scores.x/LAST", "/api/topics//last", "/api/scores.x/last", "/api/topics/scores.x/y/last"
            })
    void opensNoOtherPathWithoutTheToken(String path) {
        request(HttpMethod.GET, path).exchange().expectStatus().isUnauthorized();
    }

    @Test
    void saysWhenToTryAgainWhereTheReplicaCannotAnswer() {
        try (var stopped = new AnnotationConfigApplicationContext(WebFlux.class, AdminApi.class)) {
            stopped.getBean(Replica.class).stop();
            WebTestClient toStopped =
                    WebTestClient.bindToApplicationContext(stopped).build();
            problem(toStopped.get().uri("/api/topics/scores.x/last"), 503)
                    .asString()
                    .startsWith("This node cannot answer now");
            toStopped
                    .get()
                    .uri("/api/topics/scores.x/last")
                    .exchange()
                    .expectHeader()
                    .valueEquals("Retry-After", "7");
            assertThat(count(stopped, "tidings.admin.last", "outcome", "unavailable"))
                    .isEqualTo(2);
        }
    }

    private WebTestClient.RequestHeadersSpec<?> get(String name) {
        return request(HttpMethod.GET, "/api/topics/" + name + "/last");
    }

    private WebTestClient.RequestHeadersSpec<?> request(HttpMethod method, String path) {
        return client.method(method).uri(URI.create(path));
    }

    /** The problem's detail. */
    private static AbstractStringAssert<?> problem(WebTestClient.RequestHeadersSpec<?> request, int status) {
        ProblemDetail problem = request.exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody(ProblemDetail.class)
                .returnResult()
                .getResponseBody();
        return assertThat(problem.getDetail());
    }

    private static double answered(String outcome) {
        return count("tidings.admin.last", "outcome", outcome);
    }

    private static double count(String meter, String tag, String value) {
        return count(context, meter, tag, value);
    }

    private static double count(AnnotationConfigApplicationContext context, String meter, String tag, String value) {
        return context.getBean(MeterRegistry.class).get(meter).tag(tag, value).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** Takes a client's word for who it is. */
    @EnableWebFlux
    static class WebFlux {

        @Bean
        WebFilter believing() {
            return (exchange, chain) -> {
                String name = exchange.getRequest().getHeaders().getFirst("x-user");
                return chain.filter(
                        name == null
                                ? exchange
                                : exchange.mutate()
                                        .principal(Mono.just(new Known(name)))
                                        .build());
            };
        }
    }

    private record Known(String name) implements Principal, Scoped {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public Set<String> scopes() {
            return Set.of(name);
        }
    }
}
