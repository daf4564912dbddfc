package io.tidings.replica;

/** The replica cannot answer now: it is stopped, has too much to do, or its logs could not be read in time. */
public final class ReplicaUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ReplicaUnavailableException(String message) {
        super(message);
    }
}
