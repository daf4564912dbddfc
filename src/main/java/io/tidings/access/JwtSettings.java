package io.tidings.access;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.core.env.Environment;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;

/** Checks what is set for tokens, so that no contradiction stays unseen until a client comes. */
final class JwtSettings {

    private static final String BOOT = "spring.security.oauth2.resourceserver.";

    private static final String SECRET = "tidings.access.jwt.secret";

    private JwtSettings() {}

    /**
     * The key that the secret is.
     *
     * @throws IllegalAccessSettingException if it is too short, or keys of an issuer are set as well
     */
    static SecretKey secretKey(JwtProperties properties, Environment environment) {
        List<String> others = Stream.of("jwt.jwk-set-uri", "jwt.public-key-location")
                .map(BOOT::concat)
                .filter(environment::containsProperty)
                .toList();
        if (!others.isEmpty()) {
            throw new IllegalAccessSettingException(
                    SECRET + ": set together with " + others.get(0) + ", and a token is signed by one of them",
                    "Set one way to check tokens: the shared secret, a JWK set, a public key or an issuer.");
        }
        byte[] secret = String.valueOf(properties.secret()).getBytes(StandardCharsets.UTF_8);
        int least = bytes(properties.algorithm());
        if (secret.length < least) {
            throw new IllegalAccessSettingException(
                    SECRET + ": a value of " + secret.length + " bytes (expected: at least " + least + " for "
                            + properties.algorithm() + ")",
                    "Set a longer random secret, the same at the issuer, for example the output of: openssl rand"
                            + " -base64 " + least);
        }
        return new SecretKeySpec(secret, "Hmac" + properties.algorithm().name().replace("HS", "SHA"));
    }

    /**
     * Checks that nothing asks for tokens where none can be checked.
     *
     * @throws IllegalAccessSettingException if something does
     */
    static void check(AccessProperties properties, boolean tokensAreTaken, Environment environment) {
        if (environment.containsProperty(BOOT + "opaquetoken.introspection-uri")) {
            throw new IllegalAccessSettingException(
                    BOOT + "opaquetoken.introspection-uri: set (expected: not set, for only JWTs are taken)",
                    "Set " + BOOT + "jwt.issuer-uri, or another way to check JWTs.");
        }
        if (!tokensAreTaken && !properties.anonymous()) {
            throw unchecked("tidings.access.anonymous: false");
        }
        if (!tokensAreTaken && properties.adminScope() != null) {
            throw unchecked("tidings.access.admin-scope: '" + properties.adminScope() + "'");
        }
    }

    private static IllegalAccessSettingException unchecked(String setting) {
        return new IllegalAccessSettingException(
                setting + ", and nothing says how tokens are checked, so that nobody would be let in by it.",
                "Set " + BOOT + "jwt.issuer-uri, another key of that section, or " + SECRET + ".");
    }

    /** No key may be shorter than the hash (RFC 7518, section 3.2). */
    private static int bytes(MacAlgorithm algorithm) {
        return switch (algorithm) {
            case HS256 -> 32;
            case HS384 -> 48;
            case HS512 -> 64;
        };
    }
}
