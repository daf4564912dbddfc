package io.tidings.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1HTTPIngressPath;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1NetworkPolicyEgressRule;
import io.kubernetes.client.openapi.models.V1NetworkPolicyPort;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscalerSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks who reaches the nodes at which port, and how many there are of them. */
@OnHelm
class ChartTrafficIT {

    static List<Path> cases() {
        return Chart.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void keepsTheMetersOutOfWhatTheWorldReaches(Path values) {
        Manifests manifests = Chart.render(values);
        String name = Manifests.name(manifests.one("Deployment"));
        V1Service clients = service(manifests, name);
        V1Service meters = service(manifests, name + "-metrics");

        assertThat(clients.getSpec().getPorts())
                .singleElement()
                .satisfies(
                        port -> assertThat(port.getTargetPort().getStrValue()).isEqualTo("http"));
        assertThat(meters.getSpec().getPorts())
                .singleElement()
                .satisfies(
                        port -> assertThat(port.getTargetPort().getStrValue()).isEqualTo("metrics"));
        assertThat(meters.getSpec().getClusterIP()).isEqualTo("None");
        assertThat(meters.getSpec().getPublishNotReadyAddresses()).isTrue();
        assertThat(clients.getSpec().getPublishNotReadyAddresses()).isNull();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void neverTakesThePodOfTheTestForANode(Path values) {
        Manifests manifests = Chart.render(values);
        var selector = manifests.deployment().getSpec().getSelector().getMatchLabels();

        assertThat(manifests.deployment().getSpec().getTemplate().getMetadata().getLabels())
                .containsAllEntriesOf(selector);
        assertThat(manifests
                        .one("Pod")
                        .getAsJsonObject("metadata")
                        .getAsJsonObject("labels")
                        .asMap())
                .containsKey("app.kubernetes.io/component")
                .doesNotContainEntry(
                        "app.kubernetes.io/component",
                        new com.google.gson.JsonPrimitive(selector.get("app.kubernetes.io/component")));
        assertThat(manifests.of("Service").map(service -> service(manifests, Manifests.name(service))))
                .allSatisfy(
                        service -> assertThat(service.getSpec().getSelector()).isEqualTo(selector));
    }

    @Test
    void letsTheIngressReachTheNamedPathsOnly() {
        V1Ingress ingress = read(Chart.render(Chart.cluster()), "Ingress", V1Ingress.class);

        assertThat(ingress.getSpec().getTls())
                .singleElement()
                .satisfies(tls -> assertThat(tls.getSecretName()).isEqualTo("live-tls"));
        assertThat(ingress.getSpec().getRules()).singleElement().satisfies(rule -> {
            assertThat(rule.getHost()).isEqualTo("live.example.org");
            assertThat(rule.getHttp().getPaths())
                    .allSatisfy(path -> assertThat(
                                    path.getBackend().getService().getPort().getName())
                            .isEqualTo("http"))
                    .extracting(V1HTTPIngressPath::getPath)
                    .containsExactly("/ws", "/");
        });
    }

    @Test
    void givesSessionsOfAGatewayNoEnd() {
        JsonObject rule = Chart.render(Chart.cluster())
                .one("HTTPRoute")
                .getAsJsonObject("spec")
                .getAsJsonArray("rules")
                .get(0)
                .getAsJsonObject();

        assertThat(rule.getAsJsonObject("timeouts").get("request").getAsString())
                .isEqualTo("0s");
        assertThat(rule.getAsJsonObject("timeouts").get("backendRequest").getAsString())
                .isEqualTo("0s");
        assertThat(rule.getAsJsonArray("backendRefs")
                        .get(0)
                        .getAsJsonObject()
                        .get("port")
                        .getAsInt())
                .isEqualTo(8080);
    }

    @Test
    void scalesBySessionsAndCpuAndGoesDownSlowly() {
        V2HorizontalPodAutoscalerSpec spec = read(
                        Chart.render(Chart.cluster()), "HorizontalPodAutoscaler", V2HorizontalPodAutoscaler.class)
                .getSpec();

        assertThat(spec.getMetrics())
                .extracting(metric -> metric.getPods() == null
                        ? metric.getResource().getName()
                        : metric.getPods().getMetric().getName())
                .containsExactly("tidings_session_open", "cpu");
        assertThat(spec.getBehavior().getScaleDown().getStabilizationWindowSeconds())
                .isGreaterThanOrEqualTo(600);
        assertThat(spec.getBehavior().getScaleDown().getPolicies())
                .singleElement()
                .satisfies(policy -> {
                    assertThat(policy.getValue()).isEqualTo(1);
                    assertThat(policy.getPeriodSeconds()).isGreaterThanOrEqualTo(300);
                });
    }

    @Test
    void letsNoDisruptionTakeManyNodesOrWaitForBrokenOnes() {
        var spec = read(Chart.render(Chart.cluster()), "PodDisruptionBudget", V1PodDisruptionBudget.class)
                .getSpec();

        assertThat(spec.getMaxUnavailable().getStrValue()).isEqualTo("25%");
        assertThat(spec.getUnhealthyPodEvictionPolicy()).hasToString("AlwaysAllow");
    }

    @Test
    void letsInWhomTheValuesName() {
        var ingress = policy(Chart.cluster()).getSpec().getIngress();

        assertThat(ingress).hasSize(2);
        assertThat(ports(ingress.get(0).getPorts())).containsExactly("http");
        assertThat(ingress.get(0).getFrom()).hasSize(4);
        assertThat(ports(ingress.get(1).getPorts())).containsExactly("metrics");
        assertThat(ingress.get(1).getFrom())
                .singleElement()
                .satisfies(peer -> assertThat(peer.getNamespaceSelector().getMatchLabels())
                        .containsEntry("kubernetes.io/metadata.name", "monitoring"));
        assertThat(policy(Chart.secure()).getSpec().getIngress().get(0).getFrom())
                .isNullOrEmpty();
    }

    @Test
    void letsNodesOutToWhatTheValuesNameOnly() {
        assertThat(egress(Chart.cluster()))
                .containsExactly("53,53,5353,5353 to 0", "9092,9094 to 1", "61613 to 1", "4318 to 0");
        assertThat(egress(Chart.secure()))
                .containsExactly("53,53,5353,5353 to 0", "9093 to 0", "61614 to 0", "443,8443 to 0");
    }

    private static Stream<String> egress(Path values) {
        return policy(values).getSpec().getEgress().stream().map(ChartTrafficIT::describe);
    }

    private static String describe(V1NetworkPolicyEgressRule rule) {
        int peers = rule.getTo() == null ? 0 : rule.getTo().size();
        return String.join(",", ports(rule.getPorts()).toList()) + " to " + peers;
    }

    private static Stream<String> ports(List<V1NetworkPolicyPort> ports) {
        return ports.stream().map(port -> port.getPort().toString());
    }

    private static V1NetworkPolicy policy(Path values) {
        return read(Chart.render(values), "NetworkPolicy", V1NetworkPolicy.class);
    }

    private static V1Service service(Manifests manifests, String name) {
        return JSON.getGson().fromJson(manifests.one("Service", name), V1Service.class);
    }

    private static <T> T read(Manifests manifests, String kind, Class<T> type) {
        return JSON.getGson().fromJson(manifests.one(kind), type);
    }
}
