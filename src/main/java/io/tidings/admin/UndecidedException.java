package io.tidings.admin;

/** Whoever knows whether a client may do what it asks for does not answer. */
final class UndecidedException extends RuntimeException {

    private static final long serialVersionUID = 1L;
}
