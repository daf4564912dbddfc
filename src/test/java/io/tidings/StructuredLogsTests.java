package io.tidings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.KeyValuePair;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lines as JSON, as the application's own settings make them. */
class StructuredLogsTests {

    private static final Pattern KEY = Pattern.compile("addKeyValue\\(\\s*\"([^\"]+)\"");

    private final ConfigurableEnvironment environment = new StandardEnvironment();

    private final LoggerContext context = new LoggerContext();

    @BeforeEach
    void readTheApplicationsSettings() {
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test", Map.of("tidings.cluster.node-name", "node-a", "spring.application.version", "1.2.3")));
        context.putObject(Environment.class.getName(), environment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecs", "logstash", "gelf"})
    void everyKeyThatIsLoggedStandsInTheLine(String format) throws IOException {
        Set<String> keys = keys();
        LoggingEvent event = event("Something happened", Map.of());
        keys.forEach(key -> event.addKeyValuePair(new KeyValuePair(key, "of " + key)));

        String line = encode(format, event);

        assertThat(keys).contains("cause", "log", "topic");
        assertThat(line).endsWith("\n").containsOnlyOnce("\n");
        assertThat(strings(JsonMapper.shared().readTree(line)))
                .contains("Something happened")
                .containsAll(keys.stream().map(key -> "of " + key).toList());
    }

    @Test
    void ecsSaysWhichServiceAndNodeItIsAndWhichTrace() {
        LoggingEvent event = event("Something happened", Map.of("traceId", "0af7651916cd43dd8448eb211c80319c"));
        event.addKeyValuePair(new KeyValuePair("topics", List.of("a", "b")));

        JsonNode line = JsonMapper.shared().readTree(encode("ecs", event));

        assertThat(line.at("/service/name").asString()).isEqualTo("tidings");
        assertThat(line.at("/service/version").asString()).isEqualTo("1.2.3");
        assertThat(line.at("/service/node/name").asString()).isEqualTo("node-a");
        assertThat(line.at("/log/level").asString()).isEqualTo("WARN");
        assertThat(line.at("/tidings/traceId").asString()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(line.at("/tidings/topics/1").asString()).isEqualTo("b");
    }

    private LoggingEvent event(String message, Map<String, String> mdc) {
        LoggingEvent event = new LoggingEvent(
                "", context.getLogger("io.tidings.Something"), Level.WARN, message, null, new Object[0]);
        event.setMDCPropertyMap(mdc);
        return event;
    }

    private String encode(String format, LoggingEvent event) {
        StructuredLogEncoder encoder = new StructuredLogEncoder();
        encoder.setContext(context);
        encoder.setFormat(format);
        encoder.start();
        return new String(encoder.encode(event), UTF_8);
    }

    private static List<String> strings(JsonNode node) {
        return node.isString()
                ? List.of(node.asString())
                : node.valueStream().flatMap(child -> strings(child).stream()).toList();
    }

    /** What the code calls what it logs. */
    private static Set<String> keys() throws IOException {
        Set<String> keys = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                Matcher matcher = KEY.matcher(Files.readString(source));
                while (matcher.find()) {
                    keys.add(matcher.group(1));
                }
            }
        }
        return keys;
    }
}
