package io.tidings.relay;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Properties of the relay as Spring Boot binds them, with pauses that suit a test. */
final class Properties {

    private final Map<String, Object> values = new HashMap<>();

    private Properties() {}

    static Properties of(String... addresses) {
        return new Properties()
                .with("addresses", String.join(",", addresses))
                .with("reconnect.min", "50ms")
                .with("reconnect.max", "500ms");
    }

    Properties with(String key, Object value) {
        values.put("tidings.relay." + key, value);
        return this;
    }

    RelayProperties bind() {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("tidings.relay", RelayProperties.class);
    }
}
