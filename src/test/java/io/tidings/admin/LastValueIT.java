package io.tidings.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Polling the whole service, on memory, over real sockets. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "tidings.admin.token=" + AdminApi.TOKEN,
            "tidings.namespaces.scores.retain=true",
            "tidings.namespaces.members.subscribe=authenticated",
        })
class LastValueIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Test
    void pollsWhatIsPublishedAndGetsEachBodyOnce() throws Exception {
        publish("scores.polled", "{\"n\":1}");
        HttpResponse<String> first = HTTP.send(poll("scores.polled").build(), BodyHandlers.ofString());
        assertThat(first.body()).isEqualTo("{\"n\":1}");
        assertThat(first.headers().firstValue("content-type")).hasValue("application/json");
        String tag = first.headers().firstValue("etag").orElseThrow();

        HttpResponse<String> second =
                HTTP.send(poll("scores.polled").header("If-None-Match", tag).build(), BodyHandlers.ofString());
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();

        publish("scores.polled", "{\"n\":2}");
        HttpResponse<String> third =
                HTTP.send(poll("scores.polled").header("If-None-Match", tag).build(), BodyHandlers.ofString());
        assertThat(third.body()).isEqualTo("{\"n\":2}");
        assertThat(third.headers().firstValue("etag"))
                .isPresent()
                .isNotEqualTo(first.headers().firstValue("etag"));
    }

    @Test
    void answersHeadWithoutABody() throws Exception {
        publish("scores.head", "body");
        assertThat(ask("HEAD /api/topics/scores.head/last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("content-length: 4\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void asksWhoOneIs() throws Exception {
        HttpResponse<String> refused = HTTP.send(poll("members.x").build(), BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("content-type")).hasValue("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/topics/scores.%zz/last HTTP/1.1",
                "GET /api/topics/scores.\u0001/last HTTP/1.1",
                "GET /api/topics/scores.[x]/last HTTP/1.1",
                "GET /api/topics/scores.x;y=z/last HTTP/1.1",
                "GET /api/topics/../api/topics/last HTTP/1.1",
                "GET //api/topics/scores.x/last HTTP/1.1",
                "GET /api/topics/scores.x%2Flast HTTP/1.1",
                "POST /api/topics/scores.x/last HTTP/1.1",
                "TRACE /api/topics/scores.x/last HTTP/1.1",
            })
    void refusesWhatIsNoQuestionForALastValue(String line) throws IOException {
        assertThat(ask(line + "\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
    }

    private void publish(String topic, String body) throws Exception {
        HttpRequest request = request("/api/topics/" + topic)
                .header("Authorization", "Bearer " + AdminApi.TOKEN)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body, UTF_8))
                .build();
        assertThat(HTTP.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }

    private HttpRequest.Builder poll(String topic) {
        return request("/api/topics/" + topic + "/last");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    /** All that comes back until the server closes. */
    private String ask(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
