package io.tidings.access;

import java.util.concurrent.CompletableFuture;

/** Knows of rights that no token holds. Any thread may call. */
interface Authorizer {

    /** Asks; what comes never fails. */
    CompletableFuture<Decision> ask(Question question);
}
