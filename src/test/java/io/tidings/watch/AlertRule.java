package io.tidings.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** An alert of the chart's rules file, as it is written there. */
record AlertRule(String alert, String expr, Map<String, String> labels, Map<String, String> annotations) {

    /** The rules file. */
    static final Path FILE = Path.of("helm/tidings/files/alerts.yaml");

    static List<AlertRule> all() throws IOException {
        Map<String, List<Map<String, Object>>> file = new Yaml().load(Files.readString(FILE));
        return file.get("groups").stream()
                .flatMap(group -> ((List<?>) group.get("rules")).stream())
                .map(rule -> of((Map<?, ?>) rule))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static AlertRule of(Map<?, ?> rule) {
        return new AlertRule(
                (String) rule.get("alert"), (String) rule.get("expr"), (Map<String, String>) rule.get("labels"), (Map<
                                String, String>)
                        rule.get("annotations"));
    }
}
