package io.tidings.access;

import org.springframework.security.core.AuthenticationException;

/** A token does not hold; the message says why, and is for the client. */
public final class BadTokenException extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    BadTokenException(String why) {
        super("token: " + why + " (expected: one that holds)");
    }
}
