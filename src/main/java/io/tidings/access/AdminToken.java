package io.tidings.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** The secret that whoever uses the admin API has to show. */
public final class AdminToken {

    private static final int GENERATED_BYTES = 32;

    private final byte[] token;

    /**
     * Holds a token.
     *
     * @throws IllegalAccessSettingException if it is too short or too long, or no header can carry it
     */
    AdminToken(String token) {
        if (!token.matches("[!-~]{16,1024}")) {
            throw new IllegalAccessSettingException(
                    "tidings.admin.token: a value of " + token.length()
                            + " characters (expected: 16 to 1024 visible ASCII characters, no spaces)",
                    "Set a longer random token, for example the output of: openssl rand -base64 32");
        }
        this.token = token.getBytes(StandardCharsets.US_ASCII);
    }

    /** A random token of 256 bits, in the characters of base64url. */
    static String generate() {
        byte[] random = new byte[GENERATED_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** Whether this is the token; how long the answer takes does not depend on where they differ. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(token, candidate.getBytes(StandardCharsets.UTF_8));
    }
}
