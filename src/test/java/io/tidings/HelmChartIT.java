package io.tidings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1DeploymentSpec;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.yaml.snakeyaml.Yaml;

/** Renders the chart as Helm does and checks what comes out against Kubernetes' models and the application. */
@EnabledOnOs(
        value = OS.LINUX,
        architectures = "amd64",
        disabledReason = "the embedded Helm is there for Linux on amd64 only")
class HelmChartIT {

    private static final Path CHART = Path.of("helm/tidings");

    private static final Path CLUSTER = CHART.resolve("ci/cluster-values.yaml");

    private static final Path MEMORY = CHART.resolve("ci/memory-values.yaml");

    @BeforeAll
    static void initializeModels() {
        new JSON();
    }

    static List<Path> cases() throws IOException {
        try (Stream<Path> files = Files.list(CHART.resolve("ci"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void passesStrictLint() {
        LintResult result = new Helm(CHART).lint().strict().call();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rendersManifestsThatKubernetesTakes(Path values) {
        Map<String, JsonElement> manifests = manifests(values);

        assertThat(manifests).containsKeys("Deployment", "Service", "ConfigMap");
        manifests.forEach((kind, manifest) -> assertThatCode(() -> validate(kind, manifest))
                .as("%s", manifest)
                .doesNotThrowAnyException());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void runsPodsWithNoRightThatTheyDoNotNeed(Path values) {
        V1PodSpec pod = pod(values);
        V1Container container = pod.getContainers().get(0);

        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getHostNetwork()).isNull();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType().toString())
                .isEqualTo("RuntimeDefault");
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getPrivileged()).isNull();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container.getSecurityContext().getCapabilities().getAdd()).isNullOrEmpty();
        assertThat(container.getVolumeMounts())
                .anySatisfy(mount -> assertThat(mount.getMountPath()).isEqualTo("/tmp"))
                .filteredOn(mount -> !mount.getMountPath().equals("/tmp"))
                .allSatisfy(mount -> assertThat(mount.getReadOnly()).isTrue());
        assertThat(container.getResources().getLimits()).containsKey("memory");
    }

    @Test
    void probesWhatTheApplicationServes() {
        V1Container container = pod(MEMORY).getContainers().get(0);

        assertThat(container.getPorts()).singleElement().satisfies(port -> {
            assertThat(port.getName()).isEqualTo("http");
            assertThat(port.getContainerPort()).isEqualTo(8080);
        });
        assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/actuator/health/liveness");
        assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/actuator/health/liveness");
        assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/actuator/health/readiness");
        assertThat(Stream.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe()))
                .allSatisfy(probe ->
                        assertThat(probe.getHttpGet().getPort().getStrValue()).isEqualTo("http"));
    }

    @Test
    void leavesTimeToStopAfterThePauseBeforeIt() {
        V1PodSpec pod = pod(MEMORY);
        long pause = pod.getContainers()
                .get(0)
                .getLifecycle()
                .getPreStop()
                .getSleep()
                .getSeconds();

        assertThat(pod.getTerminationGracePeriodSeconds()).isGreaterThan(pause + 10);
    }

    @Test
    void givesTheApplicationWhatTheValuesSay() throws Exception {
        Binder binder = binder(CLUSTER);

        assertThat(binder.bind("spring.kafka.bootstrap-servers", Bindable.listOf(String.class))
                        .get())
                .containsExactly("kafka-0.kafka:9093", "kafka-1.kafka:9093");
        assertThat(binder.bind("spring.kafka.properties", Bindable.mapOf(String.class, String.class))
                        .get())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("sasl.jaas.config", "secret tidings-kafka/jaas");
        assertThat(binder.bind("tidings.relay.addresses", Bindable.listOf(String.class))
                        .get())
                .containsExactly("rabbit-0.rabbit:61614", "rabbit-1.rabbit:61614");
        assertThat(string(binder, "tidings.relay.login")).isEqualTo("tidings");
        assertThat(string(binder, "tidings.relay.passcode")).isEqualTo("secret tidings-relay/passcode");
        assertThat(string(binder, "tidings.relay.virtual-host")).isEqualTo("live");
        assertThat(string(binder, "tidings.relay.ssl.bundle")).isEqualTo("rabbit");
        assertThat(string(binder, "tidings.admin.token")).isEqualTo("secret tidings-admin/token");
        assertThat(binder.bind("tidings.namespaces", Bindable.mapOf(String.class, Object.class))
                        .get())
                .containsOnlyKeys("scores", "tickers", "typing");
        assertThat(string(binder, "tidings.namespaces.tickers.history.window")).isEqualTo("1m");
        assertThat(string(binder, "tidings.namespaces.typing.durable")).isEqualTo("false");
        assertThat(string(binder, "spring.ssl.bundle.pem.rabbit.truststore.certificate"))
                .isEqualTo("file:/etc/rabbit/ca.crt");
        assertThat(string(binder, "logging.level.io.tidings")).isEqualTo("debug");
    }

    @Test
    void configuresNothingWhereTheValuesSayNothing() {
        assertThat(manifests(MEMORY)
                        .get("ConfigMap")
                        .getAsJsonObject()
                        .getAsJsonObject("data")
                        .get("application.yaml")
                        .getAsString()
                        .strip())
                .isEqualTo("{}");
        assertThat(pod(MEMORY).getContainers().get(0).getEnv()).noneMatch(variable -> variable.getValueFrom() != null);
    }

    @Test
    void restartsPodsWhenTheConfigurationChanges() {
        assertThat(checksum(template(CLUSTER)))
                .isEqualTo(checksum(template(CLUSTER).set("replicaCount", 2)))
                .isNotEqualTo(checksum(template(CLUSTER).set("relay.login", "other")));
    }

    @Test
    void neverRunsTwoNodesThatShareNoLog() {
        assertThat(deployment(MEMORY).getStrategy().getType()).isEqualTo("Recreate");
        assertThat(deployment(CLUSTER).getStrategy().getType()).isEqualTo("RollingUpdate");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {replicaCount: 2} | replicaCount: 2 (expected: 1 without both kafka.bootstrapServers and relay.addresses
                    {replicaCount: 2, kafka: {bootstrapServers: [a:1]}} | replicaCount: 2 (expected: 1 without both
                    {relay: {login: a}} | relay.passcode.existingSecret: '' (expected: the name of a secret
                    {kafka: {bootstrapServers: [a:1]}} | namespaces: {} (expected: at least one namespace
                    {replicaCount: 0} | at '/replicaCount': minimum: got 0, want 1
                    {replicas: 1} | additional properties 'replicas' not allowed
                    {relay: {passcode: {value: x}}} | additional properties 'value' not allowed
                    {admin: {token: {existingSecret: A B}}} | at '/admin/token/existingSecret': 'A B' does not match
                    {kafka: {bootstrapServers: [kafka]}} | at '/kafka/bootstrapServers/0': 'kafka' does not match
                    {relay: {addresses: ['http://a:1']}} | at '/relay/addresses/0': 'http://a:1' does not match
                    {namespaces: {a b: {}}} | invalid propertyName 'a b'
                    {image: {pullPolicy: Sometimes}} | at '/image/pullPolicy': value must be one of
                    {service: {port: http}} | at '/service/port': got string, want integer
                    """)
    void refusesValuesThatCannotWork(String values, String message, @TempDir Path temp) throws Exception {
        Path file = Files.writeString(temp.resolve("values.yaml"), values);

        assertThatThrownBy(() -> template(file).call()).hasMessageContaining(message);
    }

    @Test
    void refusesAClusterWithoutAnAdminToken() {
        assertThatThrownBy(() ->
                        template(CLUSTER).set("admin.token.existingSecret", "").call())
                .hasMessageContaining("admin.token.existingSecret: '' (expected: the name of a secret");
    }

    @Test
    void isOfTheApplicationsVersion() throws Exception {
        Properties build =
                PropertiesLoaderUtils.loadProperties(new ClassPathResource("META-INF/build-info.properties"));
        Map<String, Object> chart = new Yaml().load(Files.readString(CHART.resolve("Chart.yaml")));

        assertThat(chart.get("appVersion")).isEqualTo(build.getProperty("build.version"));
    }

    private static TemplateCommand template(Path values) {
        return new Helm(CHART)
                .template()
                .withName("live")
                .withNamespace("news")
                .withKubeVersion("1.33.0")
                .withValuesFile(values);
    }

    private static Map<String, JsonElement> manifests(Path values) {
        return manifests(template(values));
    }

    private static Map<String, JsonElement> manifests(TemplateCommand template) {
        Map<String, JsonElement> manifests = new LinkedHashMap<>();
        StreamSupport.stream(new Yaml().loadAll(template.call()).spliterator(), false)
                .filter(Objects::nonNull)
                .map(document -> new Gson().toJsonTree(document))
                .forEach(manifest ->
                        manifests.put(manifest.getAsJsonObject().get("kind").getAsString(), manifest));
        return manifests;
    }

    private static void validate(String kind, JsonElement manifest) throws IOException {
        switch (kind) {
            case "Deployment" -> V1Deployment.validateJsonElement(manifest);
            case "Service" -> V1Service.validateJsonElement(manifest);
            case "ConfigMap" -> V1ConfigMap.validateJsonElement(manifest);
            case "ServiceAccount" -> V1ServiceAccount.validateJsonElement(manifest);
            default -> throw new IllegalArgumentException("kind: '" + kind + "' (expected: one that is checked here)");
        }
    }

    private static V1DeploymentSpec deployment(Path values) {
        return deployment(template(values)).getSpec();
    }

    private static V1Deployment deployment(TemplateCommand template) {
        return JSON.getGson().fromJson(manifests(template).get("Deployment"), V1Deployment.class);
    }

    private static V1PodSpec pod(Path values) {
        return deployment(values).getTemplate().getSpec();
    }

    private static String checksum(TemplateCommand template) {
        V1PodTemplateSpec pod = deployment(template).getSpec().getTemplate();
        return pod.getMetadata().getAnnotations().get("checksum/config");
    }

    /** Binds as Spring Boot does in the pod; the value of a secret is its name and key. */
    private static Binder binder(Path values) throws IOException {
        String yaml = manifests(values)
                .get("ConfigMap")
                .getAsJsonObject()
                .getAsJsonObject("data")
                .get("application.yaml")
                .getAsString();
        Map<String, Object> variables = new LinkedHashMap<>();
        pod(values).getContainers().get(0).getEnv().forEach(variable -> {
            var from = variable.getValueFrom();
            variables.put(
                    variable.getName(),
                    from == null
                            ? variable.getValue()
                            : "secret " + from.getSecretKeyRef().getName() + "/"
                                    + from.getSecretKeyRef().getKey());
        });
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        new YamlPropertySourceLoader()
                .load("application.yaml", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
                .forEach(environment.getPropertySources()::addLast);
        return Binder.get(environment);
    }

    private static String string(Binder binder, String key) {
        return binder.bind(key, String.class).get();
    }
}
