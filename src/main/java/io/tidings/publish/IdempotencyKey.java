package io.tidings.publish;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What publications share that are to be one update: within their topic, the key that their publisher chose. Those of
 * another publisher are others, so that nobody can claim a key that somebody else will use.
 *
 * @param value 22 characters of base64url, from which neither publisher nor key can be told
 */
public record IdempotencyKey(String value) {

    private static final int MAX_LENGTH = 255;

    private static final int HASH_BYTES = 16;

    /**
     * An operator's key, as the HTTP header or STOMP header has it: as it is, or quoted, as a structured field's string (RFC
     * 8941, section 3.3.3).
     *
     * @throws InvalidPublicationException if it has not 1 to 255 visible ASCII characters
     */
    public static IdempotencyKey ofAdmin(String header) {
        return of("admin", header);
    }

    /**
     * A client's key; all clients without a name share theirs.
     *
     * @throws InvalidPublicationException as for {@link #ofAdmin}
     */
    public static IdempotencyKey ofClient(@Nullable String user, String header) {
        return of(user == null ? "anyone" : "user " + user, header);
    }

    private static IdempotencyKey of(String publisher, String header) {
        String key = header.startsWith("\"") ? unquoted(header) : header;
        if (key.isEmpty() || key.length() > MAX_LENGTH || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw invalid();
        }
        return new IdempotencyKey(hash(publisher, key));
    }

    private static String unquoted(String header) {
        if (!header.matches("\"(?:[^\"\\\\]|\\\\[\"\\\\])*+\"")) {
            throw invalid();
        }
        return header.substring(1, header.length() - 1).replaceAll("\\\\(.)", "$1");
    }

    private static String hash(String publisher, String key) {
        byte[] first = publisher.getBytes(StandardCharsets.UTF_8);
        MessageDigest digest = sha256();
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(first.length).array());
        digest.update(first);
        byte[] hash = digest.digest(key.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, HASH_BYTES));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every Java platform has it.
        }
    }

    private static InvalidPublicationException invalid() {
        return new InvalidPublicationException(
                "idempotency-key: malformed (expected: 1 to " + MAX_LENGTH + " visible ASCII characters)");
    }
}
