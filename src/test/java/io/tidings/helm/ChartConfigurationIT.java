package io.tidings.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.models.V1EnvVar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

/** Checks that the application knows every key that the chart gives it, and reads out of it what the values say. */
@OnHelm
class ChartConfigurationIT {

    static List<Path> cases() {
        return Chart.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void givesTheApplicationKeysThatItKnows(Path values) throws Exception {
        ApplicationKeys known = ApplicationKeys.read();

        assertThat(documents(values).stream()
                        .flatMap(document -> Stream.of(((EnumerablePropertySource<?>) document).getPropertyNames())))
                .contains("management.server.port")
                .allSatisfy(key -> assertThat(known.know(key)).as(key).isTrue());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void givesTheApplicationVariablesThatItKnows(Path values) throws Exception {
        ApplicationKeys known = ApplicationKeys.read();

        assertThat(Chart.render(values).container().getEnv())
                .extracting(V1EnvVar::getName)
                .filteredOn(name -> !name.matches("JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS"))
                .contains("TIDINGS_CLUSTER_NODENAME")
                .allSatisfy(
                        name -> assertThat(known.knowVariable(name)).as(name).isTrue());
    }

    @Test
    void knowsNoKeyThatIsNotThere() throws Exception {
        ApplicationKeys known = ApplicationKeys.read();

        assertThat(Stream.of("tidings.relay.adresses", "management.port", "tidings.session.pat"))
                .noneMatch(known::know);
        assertThat(Stream.of("TIDINGS_ADMIN_TOKENS", "TIDINGS_RELAY_PASS_CODE")).noneMatch(known::knowVariable);
    }

    @Test
    void givesTheApplicationWhatTheValuesOfAClusterSay() throws Exception {
        Binder binder = binder(Chart.cluster());

        assertThat(list(binder, "spring.kafka.bootstrap-servers"))
                .containsExactly("kafka-0.kafka:9092", "kafka-1.kafka:9094");
        assertThat(binder.bind("spring.kafka.properties", Bindable.mapOf(String.class, String.class))
                        .get())
                .containsEntry("security.protocol", "SASL_PLAINTEXT")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512");
        assertThat(list(binder, "tidings.relay.addresses"))
                .containsExactly("rabbit-0.rabbit:61613", "rabbit-1.rabbit:61613");
        assertThat(string(binder, "tidings.relay.login")).isEqualTo("tidings");
        assertThat(string(binder, "tidings.relay.virtual-host")).isEqualTo("live");
        assertThat(binder.bind("tidings.namespaces", Bindable.mapOf(String.class, Object.class))
                        .get())
                .containsOnlyKeys("scores", "tickers", "typing");
        assertThat(string(binder, "tidings.namespaces.tickers.history.window")).isEqualTo("1m");
        assertThat(list(binder, "tidings.session.allowed-origins"))
                .containsExactly("https://app.example.org", "https://*.example.com:[8443]");
        assertThat(list(binder, "tidings.connection.trusted-proxies")).containsExactly("10.0.0.0/8", "fd00::/8");
        assertThat(string(binder, "tidings.session.max-sessions")).isEqualTo("200000");
        assertThat(string(binder, "tidings.session.drain.period")).isEqualTo("40s");
        assertThat(string(binder, "tidings.canary.enabled")).isEqualTo("true");
        assertThat(string(binder, "logging.level.io.tidings")).isEqualTo("debug");
    }

    @Test
    void givesTheApplicationWhatTheValuesOfASecureServiceSay() throws Exception {
        Binder binder = binder(Chart.secure());
        String jwt = "spring.security.oauth2.resourceserver.jwt.";

        assertThat(string(binder, "server.ssl.bundle")).isEqualTo("web");
        assertThat(string(binder, "spring.kafka.ssl.bundle")).isEqualTo("kafka");
        assertThat(string(binder, "tidings.relay.ssl.bundle")).isEqualTo("broker");
        assertThat(string(binder, "spring.ssl.bundle.pem.broker.truststore.certificate"))
                .isEqualTo("file:/etc/tidings/certificates/broker/ca.crt");
        assertThat(string(binder, "spring.ssl.bundle.pem.web.keystore.private-key"))
                .isEqualTo("file:/etc/tidings/certificates/web/tls.key");
        assertThat(string(binder, jwt + "issuer-uri")).isEqualTo("https://login.example.org/realms/live");
        assertThat(list(binder, jwt + "audiences")).containsExactly("tidings");
        assertThat(string(binder, "tidings.access.anonymous")).isEqualTo("false");
        assertThat(string(binder, "tidings.access.admin-scope")).isEqualTo("tidings-admin");
        assertThat(string(binder, "tidings.access.authorizer.url")).isEqualTo("https://documents.example.org:8443/may");
        assertThat(string(binder, "tidings.session.path")).isEqualTo("/live");
    }

    @Test
    void namesTheSecretsThatTheApplicationReads() {
        assertThat(Chart.render(Chart.secure()).container().getEnv())
                .filteredOn(variable -> variable.getValueFrom() != null
                        && variable.getValueFrom().getSecretKeyRef() != null)
                .extracting(variable -> Map.entry(
                        variable.getName(),
                        variable.getValueFrom().getSecretKeyRef().getName() + "/"
                                + variable.getValueFrom().getSecretKeyRef().getKey()))
                .containsExactlyInAnyOrder(
                        Map.entry("TIDINGS_ADMIN_TOKEN", "tidings-admin/token"),
                        Map.entry("TIDINGS_RELAY_PASSCODE", "tidings-relay/passcode"),
                        Map.entry("TIDINGS_ACCESS_JWT_SECRET", "tidings-jwt/secret"),
                        Map.entry("TIDINGS_ACCESS_AUTHORIZER_TOKEN", "tidings-authorizer/token"),
                        Map.entry("SPRING_KAFKA_PROPERTIES_SASL_JAAS_CONFIG", "tidings-kafka/sasl-jaas-config"));
    }

    @Test
    void readsKafkasLoginOutOfItsVariable() {
        String name = "SPRING_KAFKA_PROPERTIES_SASL_JAAS_CONFIG";
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(name, "a login")));

        assertThat(Chart.render(Chart.secure()).container().getEnv())
                .extracting(V1EnvVar::getName)
                .contains(name);
        assertThat(Binder.get(environment)
                        .bind("spring.kafka.properties", Bindable.mapOf(String.class, String.class))
                        .get())
                .isEqualTo(Map.of("sasl.jaas.config", "a login"));
    }

    private static List<PropertySource<?>> documents(Path values) throws IOException {
        byte[] text = Chart.render(values).application().getBytes(StandardCharsets.UTF_8);
        return new YamlPropertySourceLoader().load("application.yaml", new ByteArrayResource(text));
    }

    /** Binds as Spring Boot does in the pod: later documents go before earlier ones. */
    private static Binder binder(Path values) throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        MutablePropertySources sources = environment.getPropertySources();
        sources.forEach(source -> sources.remove(source.getName()));
        documents(values).forEach(sources::addFirst);
        return Binder.get(environment);
    }

    private static List<String> list(Binder binder, String key) {
        return binder.bind(key, Bindable.listOf(String.class)).get();
    }

    private static String string(Binder binder, String key) {
        return binder.bind(key, String.class).get();
    }
}
