package io.tidings.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks what the chart says after an installation. */
@OnHelm
class ChartNotesIT {

    static List<Path> cases() {
        return Chart.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysWhereTheServiceIs(Path values) {
        Manifests manifests = Chart.render(values);

        assertThat(manifests.notes())
                .contains(Manifests.name(manifests.one("Deployment")), "helm test live --namespace news")
                .doesNotContain("<no value>", "%!")
                .doesNotContainPattern("\n\n\n");
    }

    @Test
    void insistsOnTheProxiesBehindAnIngress() {
        assertThat(Chart.render(Chart.cluster()).notes())
                .contains(
                        "wss://live.example.org/ws",
                        "wss://live.example.net/ws",
                        "if it calls from 10.0.0.0/8, fd00::/8",
                        "1,000 sessions");
        assertThat(Manifests.of(Chart.template(Chart.memory()).set("service.type", "LoadBalancer"))
                        .notes())
                .contains("name its addresses in edge.trustedProxies");
    }

    @Test
    void saysHowSecretsAreRotatedAndWhereTheTokenIs() {
        assertThat(Chart.render(Chart.memory()).notes())
                .contains("rollout restart deployment/live-tidings", "The REST admin API's token is in the log");
        assertThat(Chart.render(Chart.secure()).notes()).doesNotContain("token is in the log");
    }

    @Test
    void offersNoTestThatCouldNotPass() {
        Manifests manifests = Manifests.of(Chart.template(Chart.secure()).set("test.token.existingSecret", ""));

        assertThat(manifests.notes()).doesNotContain("helm test");
        assertThat(manifests.of("Pod")).isEmpty();
    }
}
