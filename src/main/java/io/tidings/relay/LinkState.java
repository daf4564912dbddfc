package io.tidings.relay;

import java.time.Instant;

/**
 * How the relay stands, for people to see.
 *
 * @param type {@code stomp} or {@code in-process}
 * @param phase whether batches can be published
 * @param address the broker's address, or the one that was tried last; empty where there is none
 * @param since when the phase began
 * @param reason why it is not connected; empty if it is
 */
record LinkState(String type, Phase phase, String address, Instant since, String reason) {

    /** The phases. */
    enum Phase {
        CONNECTED,
        DISCONNECTED,
        STOPPED
    }
}
