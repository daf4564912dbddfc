package io.tidings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Name;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Proves that {@code src/docs/configuration.md} names every key of Tidings' with its default, and no other. */
class ConfigurationDocTests {

    /** A row of a table: the key, then the default, both as code. */
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| *`(tidings\\.[^`]+)` *\\| *(?:`([^`]*)`)?[^|]*\\|.*\\S.*\\| *$");

    private static final Pattern MAP = Pattern.compile("java\\.util\\.Map<java\\.lang\\.String, ?(io\\.tidings\\..+)>");

    @Test
    void everyKeyIsDocumentedAndEveryDocumentedKeyExists() throws Exception {
        assertThat(documented(Files.readString(Path.of("src/docs/configuration.md"))))
                .containsOnlyKeys(existing().keySet());
    }

    @Test
    void everyDefaultIsDocumented() throws Exception {
        Map<String, String> documented = documented(Files.readString(Path.of("src/docs/configuration.md")));

        existing().forEach((key, value) -> {
            if (!value.isEmpty()) {
                assertThat(documented.get(key)).as(key).isEqualTo(value);
            }
        });
    }

    @Test
    void everyVariableIsDocumented() throws Exception {
        String expected = existing().keySet().stream()
                .filter(key -> !key.startsWith("tidings.namespaces."))
                .map(key -> "| `" + variable(key) + "` | `" + key + "` |")
                .collect(Collectors.joining("\n"));

        assertThat(Files.readString(Path.of("src/docs/configuration.md"))).contains(expected);
    }

    @Test
    void readsRowsOfTablesOnly() {
        String text = """
                Set `tidings.no.row` so:

                | Key | Default | Meaning |
                |---|---|---|
                | `tidings.a.size` | `1MB` | How much |
                | `tidings.a.name` | the host's | Who |
                | `server.port` | `8080` | Where |
                """;

        assertThat(documented(text)).isEqualTo(Map.of("tidings.a.size", "1MB", "tidings.a.name", ""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> documented(text + "| `tidings.a.size` | `2MB` | Again |\n"))
                .withMessage("row: 'tidings.a.size' twice (expected: once)");
    }

    @Test
    void readsKeysOfMetadata() throws Exception {
        JsonNode metadata = JsonMapper.shared().readTree("""
                        {"properties": [
                          {"name": "tidings.a.size", "type": "org.springframework.util.unit.DataSize", "defaultValue": "1MB"},
                          {"name": "tidings.a.list", "type": "java.util.List<java.lang.String>", "defaultValue": []},
                          {"name": "tidings.parts", "type": "java.util.Map<java.lang.String,%s>"},
                          {"name": "server.port", "type": "java.lang.Integer", "defaultValue": 8080}
                        ]}
                        """.formatted(Part.class.getName()));
        Map<String, String> keys = new TreeMap<>();

        putKeys(keys, metadata);

        assertThat(keys)
                .isEqualTo(Map.of(
                        "tidings.a.size",
                        "1MB",
                        "tidings.a.list",
                        "",
                        "tidings.parts.NAME.max-weight",
                        "",
                        "tidings.parts.NAME.for",
                        "",
                        "tidings.parts.NAME.box.in-cm",
                        "",
                        "tidings.parts.NAME.labels[N].text",
                        ""));
    }

    private static String variable(String key) {
        return key.replace('.', '_').replace("-", "").toUpperCase(Locale.ROOT);
    }

    private static Map<String, String> documented(String text) {
        Map<String, String> rows = new TreeMap<>();
        for (Matcher row = ROW.matcher(text); row.find(); ) {
            if (rows.put(row.group(1), row.group(2) == null ? "" : row.group(2)) != null) {
                throw new IllegalArgumentException("row: '" + row.group(1) + "' twice (expected: once)");
            }
        }
        return rows;
    }

    /** The keys that stand, with their defaults; empty where there is none, or it is computed. */
    private static Map<String, String> existing() throws Exception {
        Map<String, String> keys = new TreeMap<>();
        for (URL url : Collections.list(ConfigurationDocTests.class
                .getClassLoader()
                .getResources("META-INF/spring-configuration-metadata.json"))) {
            putKeys(keys, read(url));
        }
        return keys;
    }

    private static JsonNode read(URL url) throws IOException {
        try (InputStream in = url.openStream()) {
            return JsonMapper.shared().readTree(in);
        }
    }

    private static void putKeys(Map<String, String> keys, JsonNode metadata) throws Exception {
        for (JsonNode property : metadata.path("properties")) {
            String name = property.path("name").asString();
            Matcher map = MAP.matcher(property.path("type").asString(""));
            if (!name.startsWith("tidings.")) {
                continue;
            }
            if (map.matches()) {
                putComponents(keys, name + ".NAME.", Class.forName(map.group(1)));
            } else {
                JsonNode value = property.path("defaultValue");
                keys.put(name, value.isValueNode() ? value.asString() : "");
            }
        }
    }

    /**
     * The processor describes no map's values: their keys are the records' components, nested records being groups, and lists
     * of them numbered ones.
     */
    private static void putComponents(Map<String, String> keys, String prefix, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + key(type, component);
            Class<?> listed = listed(component);
            if (isNested(type, component.getType())) {
                putComponents(keys, name + '.', component.getType());
            } else if (isNested(type, listed)) {
                putComponents(keys, name + "[N].", listed);
            } else {
                keys.put(name, "");
            }
        }
    }

    private static boolean isNested(Class<?> type, Class<?> part) {
        return part.isRecord() && Arrays.asList(type.getDeclaredClasses()).contains(part);
    }

    /** What a list has in it; the component's own type if it is none. */
    private static Class<?> listed(RecordComponent component) {
        return component.getGenericType() instanceof ParameterizedType list
                        && list.getActualTypeArguments()[0] instanceof Class<?> element
                ? element
                : component.getType();
    }

    private static String key(Class<?> type, RecordComponent component) {
        return Stream.of(type.getDeclaredConstructors()[0].getParameters())
                .filter(parameter -> parameter.getName().equals(component.getName()))
                .map(parameter -> parameter.getAnnotation(Name.class))
                .filter(name -> name != null)
                .map(Name::value)
                .findFirst()
                .orElseGet(
                        () -> component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
    }

    /** A map's value, for the test of this test. */
    record Part(int maxWeight, @Name("for") String purpose, Box box, List<Label> labels) {

        record Box(int inCm) {}

        record Label(String text) {}
    }
}
