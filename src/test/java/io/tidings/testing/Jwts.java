package io.tidings.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;

/** Makes tokens, sound ones and others. */
public final class Jwts {

    /** A secret of 64 bytes. */
    public static final String SECRET = "a-secret-of-sixty-four-bytes-that-nobody-would-use-but-in-tests!";

    private Jwts() {}

    /** The claims of a user whose token expires so many seconds from now. */
    public static JWTClaimsSet.Builder claims(String user, long seconds) {
        return new JWTClaimsSet.Builder()
                .subject(user)
                .expirationTime(Date.from(Instant.now().plusSeconds(seconds)));
    }

    /** A token of an hour for a user with scopes, signed with the secret. */
    public static String of(String user, String... scopes) {
        return of(claims(user, 3600).claim("scope", String.join(" ", scopes)).build());
    }

    /** A token signed with the secret. */
    public static String of(JWTClaimsSet claims) {
        return bySecret(SECRET.getBytes(java.nio.charset.StandardCharsets.UTF_8), JWSAlgorithm.HS256, claims);
    }

    public static String bySecret(byte[] secret, JWSAlgorithm algorithm, JWTClaimsSet claims) {
        try {
            return signed(
                    new MACSigner(secret),
                    new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).build(),
                    claims);
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** A token signed with a key, which it names. */
    public static String byKey(RSAKey key, JWTClaimsSet claims) {
        try {
            return signed(
                    new RSASSASigner(key),
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static String signed(JWSSigner signer, JWSHeader header, JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }
}
