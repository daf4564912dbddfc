package io.tidings.testing;

import java.util.List;

/** A node that takes from one address what the service takes from many: for load that comes from this machine alone. */
public final class Unlimited {

    /** As arguments of the application. */
    public static final List<String> SETTINGS = List.of(
            "--tidings.connection.max=1000000",
            "--tidings.connection.max-per-address=1000000",
            "--tidings.session.max-sessions=1000000",
            "--tidings.session.max-sessions-per-address=1000000",
            "--tidings.session.handshake-rate=0",
            "--tidings.session.handshake-rate-per-address=0",
            "--tidings.session.limits.frame-rate=0",
            "--tidings.session.limits.publications=1000000");

    private Unlimited() {}
}
