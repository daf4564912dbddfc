package io.tidings.fanout;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes JSON merge patches (RFC 7396), for the measurement of what they would save. */
final class MergePatch {

    private static final JsonMapper JSON = new JsonMapper();

    private MergePatch() {}

    static JsonNode parse(byte[] body) {
        return JSON.readTree(body);
    }

    static byte[] write(JsonNode node) {
        return JSON.writeValueAsBytes(node);
    }

    /** What makes one object of the other. */
    static ObjectNode between(JsonNode from, JsonNode to) {
        ObjectNode patch = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> property : to.properties()) {
            JsonNode before = from.get(property.getKey());
            JsonNode after = property.getValue();
            if (before != null && before.isObject() && after.isObject()) {
                ObjectNode inner = between(before, after);
                if (!inner.isEmpty()) {
                    patch.set(property.getKey(), inner);
                }
            } else if (!after.equals(before)) {
                patch.set(property.getKey(), after);
            }
        }
        for (Map.Entry<String, JsonNode> property : from.properties()) {
            if (!to.has(property.getKey())) {
                patch.putNull(property.getKey());
            }
        }
        return patch;
    }
}
