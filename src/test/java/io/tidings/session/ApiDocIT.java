package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.Operator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Proves that {@code src/docs/api.md} and what a node says of its API are one: operations, parameters and statuses. */
class ApiDocIT extends AbstractEdgeIT {

    private static final Pattern OPERATION = Pattern.compile("(?m)^### `([A-Z]+ /api/\\S+)`$");

    private static final Pattern STATUS = Pattern.compile("(?m)^\\| (\\d{3}) \\| \\S.* \\|$");

    @Test
    void documentsEveryOperationWithItsStatuses() throws IOException {
        Map<String, Set<String>> documented = new TreeMap<>();
        sections().forEach((operation, text) -> documented.put(operation, statuses(text)));

        assertThat(documented).isEqualTo(described("responses"));
    }

    @Test
    void namesEveryParameter() throws IOException {
        Map<String, String> sections = sections();

        described("parameters")
                .forEach((operation, names) -> names.forEach(name ->
                        assertThat(sections.get(operation)).as(operation).contains("`" + name + "`")));
    }

    @Test
    void saysThatRefusalsAreProblemsAndThatTheTokenIsWanted() {
        JsonNode document = operator().json("/api/openapi");

        assertThat(document.at("/components/securitySchemes/token/scheme").asString())
                .isEqualTo("bearer");
        assertThat(document.at("/security/0").has("token")).isTrue();
        assertThat(document.at("/paths/~1api~1topics/get/responses/400/content").propertyNames())
                .containsExactly("application/problem+json");
        assertThat(document.at("/paths/~1api~1topics~1{topic}~1last/get/security"))
                .isEmpty();
    }

    @Test
    void describesWhatIsAnsweredAndNotTheWayThere() {
        JsonNode document = operator().json("/api/openapi");

        assertThat(document.at("/components/schemas").propertyNames())
                .contains("PageTopicView", "TopicDetail", "TopicHistory", "BatchItem")
                .noneMatch(name -> name.startsWith("Mono") || name.startsWith("ResponseEntity"));
        assertThat(document.at("/paths/~1api~1topics/get/responses/200/content").toString())
                .contains("#/components/schemas/PageTopicView");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/openapi", "/api/openapi/swagger-config", "/api/openapi/swagger-ui/index.html"})
    void describesItselfToAnybody(String path) {
        HttpResponse<String> response = operator().anonymously(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).doesNotContain(TOKEN);
    }

    @Test
    void servesThePageToTryIt() {
        HttpResponse<String> response = operator().anonymously("/api/openapi/try");

        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("Location")).contains("/api/openapi/swagger-ui/index.html");
    }

    /** What the document lists of each operation: the names of its parameters, or its statuses. */
    private Map<String, Set<String>> described(String what) {
        Operator operator = operator();
        Map<String, Set<String>> described = new TreeMap<>();
        operator.json("/api/openapi")
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> described.put(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                names(operation.getValue().path(what)))));
        return described;
    }

    private static Set<String> names(JsonNode node) {
        Set<String> names = new TreeSet<>(node.propertyNames());
        if (node.isArray()) {
            node.forEach(item -> names.add(item.get("name").asString()));
        }
        return names;
    }

    private static Map<String, String> sections() throws IOException {
        String text = Files.readString(Path.of("src/docs/api.md"));
        Map<String, String> sections = new TreeMap<>();
        for (String section : text.split("(?m)^(?=##+ )")) {
            Matcher heading = OPERATION.matcher(section);
            if (heading.find()) {
                sections.put(heading.group(1), section);
            }
        }
        return sections;
    }

    private static Set<String> statuses(String section) {
        Set<String> statuses = new TreeSet<>();
        for (Matcher row = STATUS.matcher(section); row.find(); ) {
            statuses.add(row.group(1));
        }
        return statuses;
    }
}
