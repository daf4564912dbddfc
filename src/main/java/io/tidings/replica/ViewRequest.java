package io.tidings.replica;

import java.util.function.Consumer;

/** Somebody who wants a view. */
record ViewRequest(ViewQuery query, Consumer<View> then, Consumer<ReplicaUnavailableException> otherwise) {

    void answer(View view) {
        Inbox.doSafely(() -> then.accept(view));
    }

    void refuse(String why) {
        Inbox.doSafely(
                () -> otherwise.accept(new ReplicaUnavailableException("view of '" + query.pattern() + "': " + why)));
    }
}
