package io.tidings.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.testing.Refusal;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

@ExtendWith(OutputCaptureExtension.class)
class AdminTokenTests {

    private static final String TOKEN = "correct-horse-battery-staple";

    private static final Pattern LOGGED = Pattern.compile("Generated one for this run: (\\S+)");

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(AccessOnly.class);

    @Test
    void opensForTheTokenThatIsSetAndForNoOther(CapturedOutput output) {
        runner.withPropertyValues("tidings.admin.token=" + TOKEN).run(context -> {
            AdminToken token = context.getBean(AdminToken.class);
            assertThat(token.matches(TOKEN)).isTrue();
            assertThat(token.matches(TOKEN + "x")).isFalse();
            assertThat(token.matches(TOKEN.substring(1))).isFalse();
            assertThat(token.matches("")).isFalse();
        });
        assertThat(output).doesNotContain(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x=y", "tidings.admin.token=", "tidings.admin.token=  "})
    void opensForATokenThatItMakesUpAndLogsOnceWhereNoneIsSet(String property, CapturedOutput output) {
        runner.withPropertyValues(property).run(context -> {
            Matcher logged = LOGGED.matcher(output);
            assertThat(logged.find()).isTrue();
            assertThat(Base64.getUrlDecoder().decode(logged.group(1))).hasSize(32);
            assertThat(context.getBean(AdminToken.class).matches(logged.group(1)))
                    .isTrue();
            assertThat(logged.find()).isFalse();
        });
    }

    @Test
    void makesUpAnotherTokenEachTime() {
        assertThat(AdminToken.generate()).isNotEqualTo(AdminToken.generate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"spring.kafka.bootstrap-servers=localhost:9092", "tidings.relay.addresses=localhost:61613"})
    void makesUpATokenForASingleNode(String property) {
        runner.withPropertyValues(property).run(context -> assertThat(context).hasSingleBean(AdminToken.class));
    }

    @Test
    void asksForATokenWhereKafkaAndABrokerAre(CapturedOutput output) {
        Refusal.start(
                AccessOnly.class,
                "spring.kafka.bootstrap-servers=localhost:9092",
                "tidings.relay.addresses[0]=localhost:61613");
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("No tidings.admin.token is set, and Kafka and a message broker are")
                .contains("TIDINGS_ADMIN_TOKEN")
                .doesNotContain("Generated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret-b4t-sh0r", "with a space in between", "s3cret-in-Größenwahn"})
    void saysWhichTokensWillDoWithoutRepeatingThis(String token, CapturedOutput output) {
        Refusal.start(AccessOnly.class, "tidings.admin.token=" + token);
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("(expected: 16 to 1024 visible ASCII characters, no spaces)")
                .contains("openssl rand -base64 32")
                .doesNotContain(token);
    }

    @Test
    void takesTokensOfSixteenCharacters() {
        assertThat(new AdminToken("0123456789abcdef").matches("0123456789abcdef"))
                .isTrue();
        assertThatThrownBy(() -> new AdminToken("0123456789abcde")).isInstanceOf(IllegalAccessSettingException.class);
    }

    @Test
    void hidesTheTokenInTheTextOfItsProperties() {
        assertThat(new AdminTokenProperties(TOKEN)).asString().doesNotContain(TOKEN);
    }

    /** Without a stereotype, so that no scan of the test classes finds it. */
    @EnableConfigurationProperties(AdminTokenProperties.class)
    @Import(AccessConfiguration.class)
    static class AccessOnly {

        @Bean
        SimpleMeterRegistry registry() {
            return new SimpleMeterRegistry();
        }
    }
}
