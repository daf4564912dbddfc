package io.tidings;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.publish.Publisher;
import io.tidings.testing.StompClient;
import io.tidings.topic.Publication;
import io.tidings.topic.Topic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.handler.AbstractUrlHandlerMapping;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;

/** What a stranger can do to a service of which nothing is configured: what security.md lists, and no more. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class StrangerIT {

    /** Rows of the two lists: {@code | `GET /path` | …}. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z]+ [^`]+)` \\|");

    private static final Set<Integer> KEPT_OUT = Set.of(401, 403, 404, 405);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Autowired
    private ObjectProvider<RequestMappingInfoHandlerMapping> methods;

    @Autowired
    private Publisher publisher;

    @Autowired
    private ObjectProvider<AbstractUrlHandlerMapping> paths;

    /** Whatever is mapped, now or some day, is asked for by every method; HEAD is GET without the body. */
    @Test
    void canAskForWhatIsListedAndNothingElse() {
        publisher
                .publish(new Publication(new Topic("scores.x"), null, Map.of(), new byte[1]), null)
                .join();
        Set<String> open = operations()
                .filter(operation -> !KEPT_OUT.contains(status(operation)))
                .map(operation -> operation.replaceFirst("^HEAD ", "GET "))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(open).isEqualTo(listed("What a stranger can ask for"));
    }

    private Stream<String> operations() {
        Stream<String> byMethod = methods.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(StrangerIT::patterns);
        Stream<String> byPath = paths.stream()
                .flatMap(mapping -> mapping.getHandlerMap().keySet().stream())
                .map(Object::toString);
        return Stream.concat(byMethod, byPath)
                .distinct()
                .flatMap(path -> Arrays.stream(HttpMethod.values())
                        .filter(method -> !method.equals(HttpMethod.OPTIONS) && !method.equals(HttpMethod.TRACE))
                        .map(method -> method + " " + path));
    }

    private static Stream<String> patterns(RequestMappingInfo info) {
        return info.getPatternsCondition().getPatterns().stream().map(Object::toString);
    }

    private int status(String operation) {
        String[] parts = operation.split(" ");
        String path = parts[1].replace("/**", "/index.html").replaceAll("\\{[^}]+}", "scores.x");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(parts[0], BodyPublishers.ofString("{}"))
                .header("Content-Type", "application/json")
                .build();
        try {
            return HTTP.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(operation, e);
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void canSendTheFramesThatAreListedAndNoOthers(String frame) {
        String[] parts = frame.split(" ");
        try (StompClient client = StompClient.connect(port)) {
            client.send(parts[0], "id:s", "destination:" + parts[1], "receipt:done");
            String answer = client.next().command();

            assertThat(answer.equals("RECEIPT"))
                    .as("%s is answered by %s", frame, answer)
                    .isEqualTo(listed("What a stranger can send").contains(frame));
        }
    }

    static Stream<String> frames() {
        return Stream.of("SUBSCRIBE", "SEND")
                .flatMap(command -> Stream.of(
                                "/topic/scores.nba",
                                "/topic/scores.#",
                                "/topic/scores.@bob",
                                "/topic/#",
                                "/user/queue/alerts",
                                "/user/bob/queue/alerts",
                                "/queue/alerts",
                                "/app/anything",
                                "/exchange/amq.topic/tidings.scores",
                                "/session/token")
                        .map(destination -> command + " " + destination));
    }

    private static Set<String> listed(String heading) {
        String section = Pattern.compile("\n#+ ")
                .splitAsStream(document())
                .filter(text -> text.startsWith(heading + "\n"))
                .findFirst()
                .orElseThrow();
        return ROW.matcher(section)
                .results()
                .map((MatchResult row) -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String document() {
        try {
            return Files.readString(Path.of("src/docs/security.md"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
