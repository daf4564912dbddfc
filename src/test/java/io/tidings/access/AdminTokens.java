package io.tidings.access;

/** Makes admin tokens for the tests of what they protect. */
public final class AdminTokens {

    private AdminTokens() {}

    /** A token of this text. */
    public static AdminToken of(String text) {
        return new AdminToken(text);
    }
}
