package io.tidings.access;

import java.security.Principal;

/** This node itself, as the session is that waits for its canaries: it may have those, and nothing else. */
public final class CanaryUser implements Principal {

    /** There is one. */
    public static final CanaryUser INSTANCE = new CanaryUser();

    private CanaryUser() {}

    @Override
    public String getName() {
        return "canary";
    }

    @Override
    public String toString() {
        return "canary of this node";
    }
}
