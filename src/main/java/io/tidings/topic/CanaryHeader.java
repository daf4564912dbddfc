package io.tidings.topic;

/** The header that tells the record of a canary from all others, whatever names the topics of its namespace. */
public final class CanaryHeader {

    /** Its name; its value means nothing. */
    public static final String NAME = "tidings-canary";

    private CanaryHeader() {}
}
