package io.tidings.relay;

/**
 * Why a link to a broker could not be made, or ended.
 *
 * @param kind what happened
 * @param message the particulars, printable and without secrets
 */
record LinkFailure(Kind kind, String message) {

    /** What can happen to a link. */
    enum Kind {
        /** No TCP or TLS connection, or no answer in time. */
        UNREACHABLE,
        /** The broker answered ERROR before the subscription was confirmed: login, virtual host, rights. */
        REFUSED,
        /** The link worked and broke. */
        LOST,
        /** The broker did not confirm a batch in time. */
        UNCONFIRMED,
        /** This node ends the link. */
        STOPPED
    }

    static LinkFailure of(Kind kind, Throwable cause) {
        return new LinkFailure(kind, StompFrames.printable(String.valueOf(cause.getMessage())));
    }
}
