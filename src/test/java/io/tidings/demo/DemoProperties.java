package io.tidings.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/** How the demo sets the application up. */
final class DemoProperties {

    /** Lets anybody publish who has read this: for the demo only. */
    static final String ADMIN_TOKEN = "demo-token-not-for-production";

    private DemoProperties() {}

    /** What makes it the demo; not to be overridden. */
    static Map<String, Object> fixed(String bootstrapServers, String relayAddress) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("spring.kafka.bootstrap-servers", bootstrapServers);
        properties.put("tidings.relay.addresses", relayAddress);
        properties.put("tidings.admin.token", ADMIN_TOKEN);
        for (String fed : new String[] {"scores", "tickers", "news"}) {
            properties.put("tidings.namespaces." + fed + ".subscribe", "anyone");
            properties.put("tidings.namespaces." + fed + ".publish", "nobody");
        }
        properties.put("tidings.namespaces.chat.subscribe", "anyone");
        properties.put("tidings.namespaces.chat.publish", "anyone");
        return properties;
    }

    /** What keeps the console free of the life of embedded servers, as system properties: arguments override them. */
    static Map<String, String> quiet() {
        return Map.of(
                "logging.level.kafka", "error",
                "logging.level.org.apache.kafka", "error",
                "logging.level.state.change.logger", "error",
                "logging.level.org.apache.activemq", "error",
                "logging.register-shutdown-hook", "false");
    }
}
