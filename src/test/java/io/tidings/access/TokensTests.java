package io.tidings.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.testing.Jwts;
import io.tidings.testing.Refusal;
import io.tidings.topic.Namespaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.reactive.ReactiveOAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.mock.env.MockEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class TokensTests {

    private static final byte[] SECRET = Jwts.SECRET.getBytes(UTF_8);

    private static final String ISSUER = "https://issuer.test";

    private final ReactiveWebApplicationContextRunner runner =
            new ReactiveWebApplicationContextRunner().withUserConfiguration(TokensOnly.class);

    @Test
    void tellWhoShowsOne() {
        bySecret(tokens -> {
            long expires = Instant.now().plusSeconds(100).getEpochSecond() * 1000;
            TokenUser user = tokens.user(Jwts.of(Jwts.claims("ann", 0)
                            .expirationTime(new Date(expires))
                            .issuer(ISSUER)
                            .audience(List.of("other", "tidings"))
                            .claim("scope", "read write")
                            .build()))
                    .join();

            assertThat(user.getName()).isEqualTo("ann");
            assertThat(user.scopes()).containsExactlyInAnyOrder("read", "write");
            assertThat(user.expires()).isEqualTo(expires + 10_000);
            assertThat(user).hasToString("user ann");
        });
    }

    @Test
    void readScopesFromAListToo() {
        bySecret(tokens -> assertThat(tokens.user(sound(claims -> claims.claim("scp", List.of("read"))))
                        .join()
                        .scopes())
                .containsExactly("read"));
    }

    @ParameterizedTest
    @CsvSource({"-11, expired", "-100000, expired"})
    void refuseWhatHasExpired(long seconds, String why) {
        refused(sound(claims -> claims.expirationTime(in(seconds))), why);
    }

    @Test
    void refuseWhatIsNotYetValidOrNeverExpires() {
        refused(sound(claims -> claims.notBeforeTime(in(30))), "before");
        refused(sound(claims -> claims.expirationTime(null)), "exp");
    }

    @Test
    void refuseAnotherIssuerAndAudience() {
        refused(sound(claims -> claims.issuer("https://other.test")), "iss");
        refused(sound(claims -> claims.issuer(null)), "iss");
        refused(sound(claims -> claims.audience("other")), "aud");
        refused(sound(claims -> claims.audience((String) null)), "aud");
    }

    @Test
    void refuseAnotherKeyAndAlgorithm() {
        JWTClaimsSet claims = sound();
        refused(Jwts.bySecret("x".repeat(64).getBytes(UTF_8), JWSAlgorithm.HS256, claims), "not signed");
        refused(Jwts.bySecret(SECRET, JWSAlgorithm.HS512, claims), "not signed");
        refused(new PlainJWT(claims).serialize(), "malformed");
        String token = Jwts.of(claims);
        refused(token.substring(0, token.lastIndexOf('.') + 1), "malformed");
        refused(token.substring(0, token.length() - 2), "not signed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "a.b.c", "eyJhbGciOiJIUzI1NiJ9..x", "correct-horse", "\u0000", "ü.ü.ü"})
    void refuseGarbage(String token) {
        refused(token, "token: ");
    }

    @Test
    void refuseWhatIsHugeWithoutALook() {
        refused("x".repeat(8_193), "longer than 8192");
        refused("[".repeat(8_000), "malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "ann\nadmin:true", "a\rb", "a\u0000b", "LONG"})
    void refuseANameThatNoHeaderCanCarry(String name) {
        refused(sound(claims -> claims.subject(name.equals("LONG") ? "x".repeat(256) : name)), "sub");
    }

    @Test
    void takeTheNameFromTheClaimThatIsSet() {
        runner.withPropertyValues(
                        "tidings.access.jwt.secret=" + Jwts.SECRET,
                        "spring.security.oauth2.resourceserver.jwt.principal-claim-name=email",
                        "spring.security.oauth2.resourceserver.jwt.authorities-claim-name=roles")
                .run(context -> {
                    String token = Jwts.of(Jwts.claims("1", 60)
                            .claim("email", "ann@example.com")
                            .claim("roles", List.of("ops"))
                            .build());
                    TokenUser user = context.getBean(Tokens.class).user(token).join();
                    assertThat(user.getName()).isEqualTo("ann@example.com");
                    assertThat(user.scopes()).containsExactly("ops");
                });
    }

    @Test
    void keepTheClaimsThatAreAskedForAndNoOthers() {
        runner.withPropertyValues(
                        "tidings.access.jwt.secret=" + Jwts.SECRET,
                        "tidings.access.authorizer.claims=tenant,level,none")
                .run(context -> {
                    String token = Jwts.of(Jwts.claims("ann", 60)
                            .claim("tenant", List.of("acme", "umbrella"))
                            .claim("level", 7)
                            .claim("other", "x")
                            .build());
                    TokenUser user = context.getBean(Tokens.class).user(token).join();
                    assertThat(user.claim("tenant")).containsExactly("acme", "umbrella");
                    assertThat(user.claim("level")).containsExactly("7");
                    assertThat(user.claim("none")).isEmpty();
                    assertThat(user.claim("other")).isEmpty();
                });
    }

    @Test
    void pinTheAlgorithmOfAPublicKey(@TempDir Path folder) throws Exception {
        RSAKey key = new RSAKeyGenerator(2048).generate();
        byte[] encoded = key.toRSAPublicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                + "\n-----END PUBLIC KEY-----\n";
        Path file = Files.writeString(folder.resolve("key.pem"), pem);
        runner.withPropertyValues("spring.security.oauth2.resourceserver.jwt.public-key-location=file:" + file)
                .run(context -> {
                    Tokens tokens = context.getBean(Tokens.class);
                    JWTClaimsSet claims = Jwts.claims("ann", 60).build();
                    assertThat(tokens.user(Jwts.byKey(key, claims)).join().getName())
                            .isEqualTo("ann");
                    assertRefused(tokens, Jwts.bySecret(encoded, JWSAlgorithm.HS256, claims), "not signed");
                    assertRefused(tokens, Jwts.bySecret(pem.getBytes(UTF_8), JWSAlgorithm.HS256, claims), "not signed");
                });
    }

    @Test
    void areNotTakenWhereNothingSaysHow() {
        runner.run(
                context -> assertThat(context.getBean(Tokens.class).areTaken()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tooShort", "a-secret-of-thirty-one-bytes-as"})
    void askForALongerSecret(String secret, CapturedOutput output) {
        Refusal.start(TokensOnly.class, "tidings.access.jwt.secret=" + secret);
        assertThat(output).contains("at least 32 for HS256", "openssl rand").doesNotContain("=" + secret);
    }

    @ParameterizedTest
    @CsvSource({"HS384, 47, 48", "HS512, 63, 64"})
    void askForALongerSecretWhereTheHashIsLonger(String algorithm, int length, int least, CapturedOutput output) {
        Refusal.start(
                TokensOnly.class,
                "tidings.access.jwt.secret=" + "x".repeat(length),
                "tidings.access.jwt.algorithm=" + algorithm);
        assertThat(output).contains("at least " + least);
    }

    @Test
    void areSignedInOneWay(CapturedOutput output) {
        Refusal.start(
                TokensOnly.class,
                "tidings.access.jwt.secret=" + Jwts.SECRET,
                "spring.security.oauth2.resourceserver.jwt.jwk-set-uri=http://localhost/keys");
        assertThat(output).contains("jwk-set-uri").doesNotContain(Jwts.SECRET);
    }

    @Test
    void areNotAskedForWhereNothingSaysHow() {
        MockEnvironment nothing = new MockEnvironment();
        JwtSettings.check(new AccessProperties(true, true, null), false, nothing);
        JwtSettings.check(new AccessProperties(false, true, "ops"), true, nothing);

        assertThatThrownBy(() -> JwtSettings.check(new AccessProperties(false, false, null), false, nothing))
                .hasMessageContaining("tidings.access.anonymous");
        assertThatThrownBy(() -> JwtSettings.check(new AccessProperties(true, false, "ops"), false, nothing))
                .hasMessageContaining("tidings.access.admin-scope");
    }

    @Test
    void doNotShowTheSecret() {
        runner.withPropertyValues("tidings.access.jwt.secret=" + Jwts.SECRET)
                .run(context -> assertThat(context.getBean(JwtProperties.class).toString())
                        .contains("secret=***")
                        .doesNotContain(Jwts.SECRET));
    }

    private void bySecret(Consumer<Tokens> test) {
        runner.withPropertyValues(
                        "tidings.access.jwt.secret=" + Jwts.SECRET,
                        "tidings.access.jwt.clock-skew=10s",
                        "spring.security.oauth2.resourceserver.jwt.issuer-uri=" + ISSUER,
                        "spring.security.oauth2.resourceserver.jwt.audiences=tidings")
                .run(context -> test.accept(context.getBean(Tokens.class)));
    }

    private void refused(String token, String why) {
        bySecret(tokens -> assertRefused(tokens, token, why));
    }

    private static void assertRefused(Tokens tokens, String token, String why) {
        try {
            fail("taken: " + tokens.user(token).join());
        } catch (CompletionException e) {
            assertThat(e.getCause())
                    .isInstanceOf(BadTokenException.class)
                    .hasMessageContaining(why)
                    .hasMessageEndingWith("(expected: one that holds)");
            assertThat(e.getCause().getMessage()).doesNotContain("\n");
            if (token.length() > 3) {
                assertThat(e.getCause().getMessage()).doesNotContain(token);
            }
        }
    }

    private static JWTClaimsSet sound() {
        return soundClaims().build();
    }

    private static String sound(Consumer<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = soundClaims();
        change.accept(claims);
        return Jwts.of(claims.build());
    }

    private static JWTClaimsSet.Builder soundClaims() {
        return Jwts.claims("ann", 100).issuer(ISSUER).audience("tidings");
    }

    private static Date in(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    /** Without a stereotype, so that no scan of the test classes finds it. */
    @Import({JwtConfiguration.class})
    @ImportAutoConfiguration(ReactiveOAuth2ResourceServerAutoConfiguration.class)
    @EnableConfigurationProperties({JwtProperties.class, AccessProperties.class, AuthorizerProperties.class})
    static class TokensOnly {

        @Bean
        SimpleMeterRegistry registry() {
            return new SimpleMeterRegistry();
        }

        @Bean
        Namespaces namespaces() {
            return new Namespaces(List.of(), null);
        }

        @Bean
        ReactorResourceFactory resources() {
            return new ReactorResourceFactory();
        }
    }
}
