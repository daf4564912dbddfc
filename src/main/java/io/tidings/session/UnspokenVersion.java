package io.tidings.session;

/** None of the versions that a client accepts is spoken here. */
final class UnspokenVersion extends StompRefusal {

    /** As it stands in the ERROR's {@code version} header (STOMP 1.2, Protocol Negotiation). */
    static final String SPOKEN = "1.0,1.1,1.2";

    private static final long serialVersionUID = 1L;

    UnspokenVersion() {
        super("accept-version: none that is spoken here (expected: 1.0, 1.1 or 1.2)");
    }
}
