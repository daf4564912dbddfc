package io.tidings.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.marcnuri.helm.TemplateCommand;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1HTTPGetAction;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1TopologySpreadConstraint;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks what the chart's pods may do, when they are asked, and how they go. */
@OnHelm
class ChartPodsIT {

    static List<Path> cases() {
        return Chart.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void runsPodsWithNoRightThatTheyDoNotNeed(Path values) {
        Manifests manifests = Chart.render(values);

        assertThat(List.of(manifests.node(), manifests.test())).allSatisfy(pod -> {
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getEnableServiceLinks()).isFalse();
            assertThat(pod.getHostNetwork()).isNull();
            assertThat(pod.getHostPID()).isNull();
            assertThat(pod.getHostIPC()).isNull();
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getSeccompProfile().getType().toString())
                    .isEqualTo("RuntimeDefault");
            assertThat(pod.getInitContainers()).isNullOrEmpty();
            assertThat(pod.getContainers()).singleElement().satisfies(ChartPodsIT::hasNoRights);
        });
    }

    private static void hasNoRights(V1Container container) {
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getPrivileged()).isNull();
        assertThat(container.getSecurityContext().getRunAsNonRoot()).isNull();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container.getSecurityContext().getCapabilities().getAdd()).isNullOrEmpty();
        assertThat(container.getResources().getLimits()).containsKey("memory");
        if (container.getVolumeMounts() != null) {
            assertThat(container.getVolumeMounts())
                    .filteredOn(mount -> !mount.getMountPath().equals("/tmp"))
                    .allSatisfy(mount -> assertThat(mount.getReadOnly()).isTrue());
        }
    }

    @Test
    void runsPodsAsTheUserOfTheImageUnlessThePlatformGivesThemOne() {
        assertThat(Chart.render(Chart.memory()).node().getSecurityContext().getRunAsUser())
                .isEqualTo(10001);
        assertThat(Chart.render(Chart.secure()).node().getSecurityContext().getRunAsUser())
                .isNull();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void putsNoSecretIntoAnyObject(Path values) {
        assertThat(Chart.render(values).container().getEnv())
                .filteredOn(variable -> variable.getName().matches(".*(TOKEN|PASSCODE|SECRET|JAAS_CONFIG)"))
                .allSatisfy(variable -> {
                    assertThat(variable.getValue()).isNull();
                    assertThat(variable.getValueFrom().getSecretKeyRef().getName())
                            .startsWith("tidings-");
                });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void asksForLifeWhereClientsCannotFillThePortAndForReadinessWhereTheyCome(Path values) {
        V1Container container = Chart.render(values).container();

        assertThat(container.getPorts())
                .extracting(V1ContainerPort::getName, V1ContainerPort::getContainerPort)
                .containsExactly(tuple("http", 8080), tuple("metrics", 9090));
        assertThat(Stream.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())
                        .map(probe -> probe.getHttpGet()))
                .extracting(
                        V1HTTPGetAction::getPath, probe -> probe.getPort().getStrValue(), V1HTTPGetAction::getScheme)
                .containsExactly(
                        tuple("/actuator/health/liveness", "metrics", null),
                        tuple("/actuator/health/liveness", "metrics", null),
                        tuple("/readyz", "http", values.equals(Chart.secure()) ? "HTTPS" : null));
    }

    @Test
    void givesAStartTheTimeThatTheValuesSay() {
        var probe = Manifests.of(Chart.template(Chart.memory()).set("startupSeconds", 301))
                .container()
                .getStartupProbe();

        assertThat(probe.getPeriodSeconds() * probe.getFailureThreshold()).isEqualTo(302);
    }

    /** Of the CPU that is requested, of a limit, and as the values say. */
    @ParameterizedTest
    @CsvSource({
        "resources.requests.cpu=null, -XX:ActiveProcessorCount=2",
        "resources.requests.cpu=250m, -XX:ActiveProcessorCount=2",
        "resources.requests.cpu=2001m, -XX:ActiveProcessorCount=3",
        "resources.requests.cpu=4, -XX:ActiveProcessorCount=4",
        "resources.requests.cpu=2.5, -XX:ActiveProcessorCount=3",
        "resources.limits.cpu=8,",
        "processors=1, -XX:ActiveProcessorCount=1"
    })
    void tellsTheJvmHowManyProcessorsItHas(String value, String option) {
        String[] parts = value.split("=", 2);
        List<V1EnvVar> variables = Manifests.of(Chart.template(Chart.memory()).set(parts[0], parts[1]))
                .container()
                .getEnv();

        assertThat(variables)
                .filteredOn(variable -> variable.getName().equals("JDK_JAVA_OPTIONS"))
                .extracting(V1EnvVar::getValue)
                .isEqualTo(option == null ? List.of() : List.of(option));
    }

    @Test
    void leavesThePodOfTheTestForWhoReadsItsLog() {
        assertThat(Chart.render(Chart.memory())
                        .one("Pod")
                        .getAsJsonObject("metadata")
                        .getAsJsonObject("annotations")
                        .get("helm.sh/hook-delete-policy")
                        .getAsString())
                .isEqualTo("before-hook-creation");
    }

    @Test
    void mountsCertificatesWhereTheApplicationLooksForThem() {
        Manifests manifests = Chart.render(Chart.secure());

        assertThat(manifests.container().getVolumeMounts())
                .filteredOn(mount -> mount.getName().startsWith("certificates-"))
                .allSatisfy(mount -> assertThat(manifests.application()).contains("file:" + mount.getMountPath() + "/"))
                .extracting(mount -> mount.getName())
                .containsExactly("certificates-broker", "certificates-kafka", "certificates-web");
        assertThat(manifests.node().getVolumes())
                .filteredOn(volume -> volume.getSecret() != null)
                .extracting(
                        volume -> volume.getName() + " " + volume.getSecret().getSecretName())
                .containsExactly(
                        "certificates-broker rabbitmq-client",
                        "certificates-kafka kafka-ca",
                        "certificates-web tidings-web");
    }

    @Test
    void mountsTheKeyThatTokensAreCheckedBy() {
        Manifests manifests =
                Manifests.of(Chart.template(Chart.memory()).set("access.jwt.publicKey.existingSecret", "issuer"));

        assertThat(manifests.container().getVolumeMounts())
                .anySatisfy(mount -> assertThat(mount.getMountPath()).isEqualTo("/etc/tidings/jwt"));
        assertThat(manifests.application()).contains("public-key-location: file:/etc/tidings/jwt/public.pem");
    }

    @Test
    void restartsPodsWhenTheConfigurationChanges() {
        TemplateCommand more = Chart.template(Chart.secure()).set("replicaCount", 3);
        TemplateCommand other = Chart.template(Chart.secure()).set("relay.login", "other");

        assertThat(checksum(Chart.template(Chart.secure())))
                .isEqualTo(checksum(more))
                .isNotEqualTo(checksum(other));
    }

    @Test
    void neverRunsTwoNodesThatShareNoLog() {
        assertThat(strategy(Chart.memory())).isEqualTo("Recreate");
        assertThat(strategy(Chart.cluster())).isEqualTo("RollingUpdate");
    }

    @Test
    void spreadsNodesOverZonesAndHostsAsFarAsThereAreAny() {
        V1PodSpec pod = Chart.render(Chart.cluster()).node();

        assertThat(pod.getTopologySpreadConstraints())
                .allSatisfy(constraint -> {
                    assertThat(constraint.getWhenUnsatisfiable()).hasToString("ScheduleAnyway");
                    assertThat(constraint.getLabelSelector().getMatchLabels())
                            .containsEntry("app.kubernetes.io/component", "node");
                })
                .extracting(V1TopologySpreadConstraint::getTopologyKey)
                .containsExactly("topology.kubernetes.io/zone", "kubernetes.io/hostname");
    }

    @Test
    void leavesTheNumberOfNodesToTheAutoscaler() {
        assertThat(Chart.render(Chart.cluster()).deployment().getSpec().getReplicas())
                .isNull();
        assertThat(Chart.render(Chart.secure()).deployment().getSpec().getReplicas())
                .isEqualTo(2);
    }

    private static String strategy(Path values) {
        return Chart.render(values).deployment().getSpec().getStrategy().getType();
    }

    private static String checksum(TemplateCommand template) {
        return Manifests.of(template)
                .deployment()
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getAnnotations()
                .get("checksum/config");
    }
}
