package io.tidings.helm;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the chart refuses what cannot work, and says what would. */
@OnHelm
class ChartRefusalsIT {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {replicaCount: 2} | replicaCount: 2 (expected: 1 without both kafka.bootstrapServers and relay.addresses
                    {replicaCount: 2, kafka: {bootstrapServers: [a:1]}, namespaces: {a: {}}} | replicaCount: 2 (expected: 1 without both
                    {replicaCount: 2, relay: {addresses: [a:1]}} | replicaCount: 2 (expected: 1 without both
                    {autoscaling: {enabled: true}} | autoscaling.enabled: true (expected: false without both kafka.bootstrapServers and
                    {podDisruptionBudget: {enabled: true}} | podDisruptionBudget.enabled: true (expected: false without both
                    {kafka: {bootstrapServers: [a:1]}} | namespaces: {} (expected: at least one namespace
                    {kafka: {properties: {a: b}}} | kafka.bootstrapServers: [] (expected: at least one address
                    {kafka: {bootstrapServers: [a:1], saslJaasConfig: {existingSecret: s}}, namespaces: {a: {}}} | kafka.properties.security.protocol: '' (expected: SASL_SSL or
                    {kafka: {bootstrapServers: [a:1], sslBundle: k}, namespaces: {a: {}}} | kafka.properties.security.protocol: '' (expected: SSL or SASL_SSL
                    {relay: {addresses: [a:1], login: a}} | relay.passcode.existingSecret: '' (expected: the name of a secret
                    {relay: {addresses: [a:1], passcode: {existingSecret: s}}} | relay.login: '' (expected: a name
                    {relay: {virtualHost: a}} | relay.addresses: [] (expected: at least one address
                    {relay: {addresses: [a:1], sslBundle: r}} | relay.sslBundle: 'r' (expected: a name of certificates)
                    {certificates: {r: {existingSecret: s}}} | certificates.r: {"existingSecret":"s"} (expected: ca, or certificate and privateKey
                    {certificates: {r: {existingSecret: s, certificate: c}}} | (expected: certificate and privateKey together)
                    {certificates: {r: {existingSecret: s, ca: c}}, edge: {sslBundle: r}} | edge.sslBundle: 'r' (expected: certificates with certificate
                    {access: {jwt: {jwkSetUri: 'https://a', secret: {existingSecret: s}}}} | access.jwt: 'jwkSetUri, secret' (expected: one way to check
                    {access: {jwt: {publicKey: {existingSecret: s}, secret: {existingSecret: s}}}} | access.jwt: 'publicKey, secret' (expected: one way
                    {access: {anonymous: false}} | access.anonymous: false (expected: a way to check tokens
                    {access: {adminScope: a}} | access.adminScope: 'a' (expected: a way to check tokens
                    {access: {jwt: {audiences: [a]}}} | access.jwt.audiences: ["a"] (expected: a way to check tokens
                    {access: {authorizer: {token: {existingSecret: s}}}} | access.authorizer.url: '' (expected: an address
                    {ingress: {enabled: true, hosts: [a.b], tls: {existingSecret: s}}} | edge.trustedProxies: [] (expected: the addresses or ranges
                    {httpRoute: {enabled: true, parentRefs: [{name: a}]}} | edge.trustedProxies: [] (expected: the addresses or ranges
                    {ingress: {enabled: true}, edge: {trustedProxies: [10.0.0.0/8]}} | ingress.hosts: [] (expected: at least one host)
                    {ingress: {enabled: true, hosts: [a.b]}, edge: {trustedProxies: [10.0.0.0/8]}} | ingress.tls.existingSecret: '' (expected: the name
                    {terminationGracePeriodSeconds: 44} | terminationGracePeriodSeconds: 44 (expected: at least 45: preStopSeconds, drainSeconds, and 20
                    {drainSeconds: 60} | terminationGracePeriodSeconds: 60 (expected: at least 85
                    {service: {externalTrafficPolicy: Local}} | service.externalTrafficPolicy: 'Local' (expected: service.type LoadBalancer or NodePort
                    {service: {loadBalancerSourceRanges: [192.0.2.0/24]}} | service.loadBalancerSourceRanges: ["192.0.2.0/24"] (expected: service.type LoadBalancer
                    {service: {type: NodePort, loadBalancerSourceRanges: [192.0.2.0/24]}} | service.loadBalancerSourceRanges: ["192.0.2.0/24"] (expected: service.type
                    {extraEnv: [{name: JDK_JAVA_OPTIONS, value: -Xint}]} | extraEnv: 'JDK_JAVA_OPTIONS' (expected: JAVA_TOOL_OPTIONS
                    {httpRoute: {enabled: true}, edge: {trustedProxies: [10.0.0.0/8]}} | httpRoute.parentRefs: [] (expected: at least one gateway)
                    """)
    void refusesValuesThatCannotWork(String values, String message, @TempDir Path temp) throws Exception {
        Path file = Files.writeString(temp.resolve("values.yaml"), values);

        assertThatThrownBy(() -> Chart.template(file).call()).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    admin.token.existingSecret | '' | admin.token.existingSecret: '' (expected: the name of a secret
                    autoscaling.minReplicas | 13 | autoscaling.minReplicas: 13 (expected: at most autoscaling.maxReplicas, 12)
                    resources.requests.cpu | null | resources.requests.cpu: '' (expected: an amount
                    """)
    void refusesAClusterThatCannotWork(String key, String value, String message) {
        assertThatThrownBy(() -> Chart.template(Chart.cluster()).set(key, value).call())
                .hasMessageContaining(message);
    }

    @Test
    void refusesToScaleByNothing() {
        assertThatThrownBy(() -> Chart.template(Chart.cluster())
                        .set("autoscaling.cpuPercent", 0)
                        .set("autoscaling.sessions", 0)
                        .call())
                .hasMessageContaining(
                        "autoscaling.cpuPercent: 0 (expected: more than 0, or autoscaling.sessions to be)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tidings.admin.token: abc",
                "tidings: {admin: {token: abc}}",
                "tidings.relay: {passcode: abc}",
                "tidings.access.jwt.secret: abc",
                "tidings.access.authorizer: {token: abc}",
                "spring.kafka.properties.sasl.jaas.config: abc",
                "spring: {kafka: {properties: {'[sasl.jaas.config]': abc}}}",
                "spring.kafka.ssl.key-store-password: abc",
                "spring.kafka.ssl.keyStorePassword: abc",
                "spring.ssl.bundle.jks.a.key.password: abc",
                "spring.ssl.bundle.pem.a.keystore.private-key: '-----BEGIN PRIVATE KEY-----'",
                "spring.security.oauth2.client.registration.a.client-secret: abc"
            })
    void refusesSecretsInTheConfiguration(String config, @TempDir Path temp) throws Exception {
        Path file = Files.writeString(temp.resolve("values.yaml"), "config: {" + config + "}");

        assertThatThrownBy(() -> Chart.template(file).call())
                .hasMessageContaining(
                        "(expected: no secret, for a ConfigMap shows it; name a secret by existingSecret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config: {tidings.access.query-token: true}",
                "config: {tidings.access.authorizer.token: '${TOKEN}'}",
                "config: {spring.ssl.bundle.pem.a.keystore.private-key: file:/etc/more/tls.key}",
                "extraEnv: [{name: TOKEN, valueFrom: {secretKeyRef: {name: a, key: b}}}]"
            })
    void takesWhatOnlyLooksLikeASecret(String values, @TempDir Path temp) throws Exception {
        Path file = Files.writeString(temp.resolve("values.yaml"), values);

        assertThatCode(() -> Chart.template(file).call()).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    extraEnv: [{name: MY_PASSWORD, value: abc}] | extraEnv: 'MY_PASSWORD' (expected: valueFrom.secretKeyRef
                    kafka: {bootstrapServers: [a:1], properties: {ssl.keystore.password: a}} | kafka.properties: 'spring.kafka.properties.ssl.keystore.password' (expected: no secret
                    config: {server.port: 1} | config: 'server.port' (expected: not here, for it is 8080)
                    config: {server: {port: 1}} | config: 'server.port' (expected: not here
                    config: {management.server.port: 1} | config: 'management.server.port' (expected: not here
                    config: {tidings.relay: {virtual-host: a}} | config: 'tidings.relay.virtual-host' (expected: not here but in relay.virtualHost)
                    config: {tidings: {session: {allowedOrigins: [a]}}} | config: 'tidings.session.allowedOrigins' (expected: not here but in edge.allowedOrigins)
                    config: {'tidings.connection.trusted-proxies[0]': a} | (expected: not here but in edge.trustedProxies)
                    config: {tidings.session.drain: {period: 60s}} | (expected: not here but in drainSeconds)
                    config: {tidings.canary.enabled: false} | (expected: not here but in canary.enabled)
                    config: {tidings.namespaces.scores.retain: true} | (expected: not here but in namespaces)
                    """)
    void refusesWhatIsSaidElsewhere(String values, String message, @TempDir Path temp) throws Exception {
        Path file = Files.writeString(temp.resolve("values.yaml"), values + "\nnamespaces: {a: {}}");

        assertThatThrownBy(() -> Chart.template(file).call()).hasMessageContaining(message);
    }
}
