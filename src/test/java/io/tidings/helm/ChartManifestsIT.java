package io.tidings.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.marcnuri.helm.LintResult;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.yaml.snakeyaml.Yaml;

/** Checks what the chart renders against what Kubernetes takes. */
@OnHelm
class ChartManifestsIT {

    /** The types that the Kubernetes client has no model of. */
    private static final Set<String> CUSTOM = Set.of("HTTPRoute", "ServiceMonitor", "PrometheusRule");

    static List<Path> cases() {
        return Chart.cases();
    }

    @Test
    void passesStrictLint() {
        LintResult result = Chart.lint();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rendersManifestsThatKubernetesTakes(Path values) {
        assertThat(Chart.render(values).all())
                .filteredOn(manifest -> !Manifests.kind(manifest).equals("Notes"))
                .hasSizeGreaterThan(4)
                .allSatisfy(manifest -> assertThatCode(() -> validate(manifest))
                        .as("%s", manifest)
                        .doesNotThrowAnyException());
    }

    @Test
    void rendersAllThatItCan() {
        assertThat(Stream.of(Chart.cluster(), Chart.memory())
                        .flatMap(values -> Chart.render(values).all().stream())
                        .map(manifest -> Manifests.kind(manifest)))
                .contains(
                        "ConfigMap",
                        "Deployment",
                        "HTTPRoute",
                        "HorizontalPodAutoscaler",
                        "Ingress",
                        "NetworkPolicy",
                        "Pod",
                        "PodDisruptionBudget",
                        "PrometheusRule",
                        "Service",
                        "ServiceAccount",
                        "ServiceMonitor");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void labelsEverythingAsKubernetesRecommends(Path values) {
        assertThat(Chart.render(values).all())
                .filteredOn(manifest -> !Manifests.kind(manifest).equals("Notes"))
                .allSatisfy(manifest -> {
                    JsonObject metadata = manifest.getAsJsonObject("metadata");
                    assertThat(metadata.get("namespace").getAsString()).isEqualTo("news");
                    assertThat(metadata.getAsJsonObject("labels").keySet())
                            .contains(
                                    "app.kubernetes.io/name",
                                    "app.kubernetes.io/instance",
                                    "app.kubernetes.io/version",
                                    "app.kubernetes.io/component",
                                    "app.kubernetes.io/part-of",
                                    "app.kubernetes.io/managed-by",
                                    "helm.sh/chart");
                });
    }

    @Test
    void rendersNothingButWhatAPlainNodeNeeds() {
        assertThat(Chart.render(Chart.memory()).all())
                .extracting(manifest -> Manifests.kind(manifest) + " " + Manifests.name(manifest))
                .containsExactlyInAnyOrder(
                        "Deployment live-tidings",
                        "Service live-tidings",
                        "Service live-tidings-metrics",
                        "ConfigMap live-tidings",
                        "ServiceAccount live-tidings",
                        "Pod live-tidings-test",
                        "Notes notes");
    }

    @Test
    void bringsTheAlertRulesAndTheDashboardAsTheyAre() {
        Manifests manifests = Chart.render(Chart.cluster());
        Map<String, Object> rules = new Yaml()
                .load(Chart.read("files/alerts.yaml")
                        .replace("runbook_url: ", "runbook_url: https://git.example.org/tidings/blob/main/"));

        assertThat(manifests.one("PrometheusRule").get("spec")).isEqualTo(new Gson().toJsonTree(rules));
        assertThat(manifests
                        .one("ConfigMap", "updates-dashboard")
                        .getAsJsonObject("data")
                        .get("updates.json")
                        .getAsString())
                .isEqualToIgnoringNewLines(Chart.read("files/dashboard.json"));
    }

    @Test
    void isOfTheApplicationsVersion() throws Exception {
        Properties build =
                PropertiesLoaderUtils.loadProperties(new ClassPathResource("META-INF/build-info.properties"));
        Map<String, Object> chart = new Yaml().load(Chart.read("Chart.yaml"));

        assertThat(chart.get("appVersion")).isEqualTo(build.getProperty("build.version"));
    }

    private static void validate(JsonObject manifest) throws IOException {
        String kind = Manifests.kind(manifest);
        if (CUSTOM.contains(kind)) {
            new CustomResource(kind).validate(manifest);
            return;
        }
        switch (kind) {
            case "ConfigMap" -> V1ConfigMap.validateJsonElement(manifest);
            case "Deployment" -> V1Deployment.validateJsonElement(manifest);
            case "HorizontalPodAutoscaler" -> V2HorizontalPodAutoscaler.validateJsonElement(manifest);
            case "Ingress" -> V1Ingress.validateJsonElement(manifest);
            case "NetworkPolicy" -> V1NetworkPolicy.validateJsonElement(manifest);
            case "Pod" -> V1Pod.validateJsonElement(manifest);
            case "PodDisruptionBudget" -> V1PodDisruptionBudget.validateJsonElement(manifest);
            case "Service" -> V1Service.validateJsonElement(manifest);
            case "ServiceAccount" -> V1ServiceAccount.validateJsonElement(manifest);
            default -> throw new IllegalArgumentException("kind: '" + kind + "' (expected: one that is checked here)");
        }
    }
}
