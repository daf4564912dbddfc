package io.tidings.lab;

import java.io.IOException;

/** A way to publish at a node. One thread uses it. */
interface Publishing extends AutoCloseable {

    /**
     * Publishes, and returns when it is confirmed.
     *
     * @param key what tells a retry from another publication; empty for none
     * @throws IOException if it is not known to be safe: it may or may not have been published
     */
    void publish(int port, String topic, String body, String key) throws IOException;

    @Override
    void close();
}
