package io.tidings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

@ExtendWith(OutputCaptureExtension.class)
class TidingsKeysTests {

    private final TidingsKeys keys = TidingsKeys.ofService();

    @Test
    void refusesUnknownKeysAndNamesThoseBesideThem() {
        assertThatExceptionOfType(IllegalSettingException.class)
                .isThrownBy(() -> keys.check(file("tidings.admin.tokken", "tidings.sesion.path")))
                .withMessageContaining("tidings.admin.tokken: unknown key (expected: one of gather-timeout, max-batch,")
                .withMessageContaining(
                        "tidings.sesion.path: unknown key (expected: one of access, admin, canary, cluster,");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tidings.session.limits.frames", "tidings.session.path.name", "tidings.tracing", "tidings.x[0]"})
    void refusesAKeyWhereverItIsMisspelt(String key) {
        assertThatExceptionOfType(IllegalSettingException.class)
                .isThrownBy(() -> keys.check(file(key)))
                .withMessageStartingWith(key + ": unknown key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tidings.session.max-sessions",
                "tidings.session.maxSessions",
                "tidings.relay.addresses",
                "tidings.relay.addresses[2]",
                "tidings.relay",
                "tidings.namespaces.scores.unheard-of",
                "tidingsfoo.bar",
                "server.port",
            })
    void takesWhatItKnowsAndWhatOthersCheck(String key) {
        assertThatCode(() -> keys.check(file(key))).doesNotThrowAnyException();
    }

    @Test
    void warnsOfVariablesThatNameNoKey(CapturedOutput output) {
        keys.check(variables(
                "TIDINGS_SERVICE_HOST",
                "TIDINGS_RELAY_VIRTUALHOST",
                "TIDINGS_RELAY_VIRTUAL_HOST",
                "TIDINGS_RELAY_ADDRESSES_0",
                "TIDINGS_NAMESPACES_SCORES_RETAIN",
                "tidings_admin_tokken",
                "PATH"));

        assertThat(output)
                .contains("Environment variables that name no key")
                .contains("[TIDINGS_ADMIN_TOKKEN, TIDINGS_SERVICE_HOST]");
    }

    @Test
    void saysNothingOfVariablesThatNameKeys(CapturedOutput output) {
        keys.check(variables("TIDINGS_ADMIN_TOKEN", "HOME"));

        assertThat(output).doesNotContain("Environment variables");
    }

    @Test
    void refusesNothingWhereNoKeysAreKnown() {
        TidingsKeys none = new TidingsKeys(Stream.empty());

        assertThatCode(() -> none.check(file("tidings.x"))).doesNotThrowAnyException();
    }

    private static StandardEnvironment file(String... names) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("file", values(names)));
        return environment;
    }

    private static StandardEnvironment variables(String... names) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, values(names)));
        return environment;
    }

    private static Map<String, Object> values(String... names) {
        return Arrays.stream(names).collect(Collectors.toMap(name -> name, name -> "1"));
    }
}
