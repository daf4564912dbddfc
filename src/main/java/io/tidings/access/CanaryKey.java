package io.tidings.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.http.HttpHeaders;

/**
 * The secret by which this node knows its own session among all that connect. It is random, never leaves the process but
 * for its own port, and ends with it: no other node has it, and nobody can be given it.
 */
public final class CanaryKey {

    private static final String HEADER = "Tidings-Canary";

    private final String key = AdminToken.generate();

    CanaryKey() {}

    /** Has a handshake show the key. */
    public void showIn(HttpHeaders headers) {
        headers.set(HEADER, key);
    }

    /** Whether a handshake shows it; how long the answer takes does not depend on where they differ. */
    public boolean isShownIn(HttpHeaders headers) {
        String shown = headers.getFirst(HEADER);
        return shown != null
                && MessageDigest.isEqual(
                        key.getBytes(StandardCharsets.US_ASCII), shown.getBytes(StandardCharsets.UTF_8));
    }
}
