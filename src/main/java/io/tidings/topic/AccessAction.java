package io.tidings.topic;

/** What rules let clients do. */
public enum AccessAction {
    SUBSCRIBE("subscribe"),
    PUBLISH("publish"),
    /** Being sent more of the past than last values. Whoever asks for that must be let subscribe as well. */
    READ_HISTORY("read-history");

    private final String key;

    AccessAction(String key) {
        this.key = key;
    }

    /** Its key in configuration, and its tag in metrics. */
    public String key() {
        return key;
    }
}
