package io.tidings.publish;

import io.tidings.topic.Published;

/**
 * What a publisher is told, and how it came to be.
 *
 * @param published the update that stands for the publication
 * @param repeated whether that was another publication's, which had the same idempotency key
 */
record Outcome(Published published, boolean repeated) {

    static Outcome first(Published published) {
        return new Outcome(published, false);
    }
}
