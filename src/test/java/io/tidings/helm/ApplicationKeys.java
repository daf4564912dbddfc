package io.tidings.helm;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every key that the application and what it is made of know, by their own descriptions. */
final class ApplicationKeys {

    private static final String DESCRIPTIONS = "META-INF/spring-configuration-metadata.json";

    private final Map<String, String> types = new TreeMap<>();

    static ApplicationKeys read() throws IOException {
        ApplicationKeys keys = new ApplicationKeys();
        for (URL url : Collections.list(ApplicationKeys.class.getClassLoader().getResources(DESCRIPTIONS))) {
            try (InputStream in = url.openStream()) {
                keys.add(JsonMapper.shared().readTree(in));
            }
        }
        return keys;
    }

    private void add(JsonNode description) {
        description
                .path("properties")
                .forEach(property -> types.put(
                        property.path("name").asString(), property.path("type").asString("")));
    }

    /** Whether the key is described, or is an entry of a map that is. */
    boolean know(String key) {
        String name = key.replaceAll("\\[[0-9]+]", "");
        return types.containsKey(name)
                || types.entrySet().stream()
                        .anyMatch(entry -> isMap(entry.getValue()) && name.startsWith(entry.getKey() + "."));
    }

    /** The same of the name of an environment variable. */
    boolean knowVariable(String variable) {
        return types.entrySet().stream()
                .anyMatch(entry -> variable(entry.getKey()).equals(variable)
                        || isMap(entry.getValue()) && variable.startsWith(variable(entry.getKey()) + "_"));
    }

    private static String variable(String key) {
        return key.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static boolean isMap(String type) {
        return type.startsWith("java.util.Map<");
    }
}
