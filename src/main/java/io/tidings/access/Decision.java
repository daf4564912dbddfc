package io.tidings.access;

/** What comes of asking whether a client may do a thing. */
public enum Decision {
    /** By the rules alone: as long as the client is the same principal. */
    ALLOWED,
    /** By the authorizer, who may say otherwise another time. */
    ALLOWED_NOW,
    DENIED,
    /** Denied, for the authorizer does not answer; the client may try again. */
    UNKNOWN;

    /** Whether it may. */
    public boolean isAllowed() {
        return this == ALLOWED || this == ALLOWED_NOW;
    }
}
