package io.tidings.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Checks that the chart's values are few, described, and no others. */
@OnHelm
class ChartValuesIT {

    private static final int MOST_LINES = 200;

    /** A row of a table: the value, its default, and what it means. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| `([^`]+)` \\| \\S.* \\|$");

    @Test
    void hasValuesThatCanBeReadThrough() {
        assertThat(Chart.read("values.yaml").lines().count()).isLessThan(MOST_LINES);
    }

    @Test
    void describesEveryValueWithItsDefaultAndNoOther() {
        Map<String, String> described = new LinkedHashMap<>();
        for (Matcher row = ROW.matcher(Chart.read("README.md")); row.find(); ) {
            assertThat(described.put(row.group(1), row.group(2)))
                    .as(row.group(1))
                    .isNull();
        }

        assertThat(described).isEqualTo(leaves("", values()));
    }

    /** Each level of the values, as a path; the empty one is the top. */
    static Stream<String> levels() {
        return levels("", values()).stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("levels")
    void refusesAValueThatIsNotThereAtEachLevel(String level, @TempDir Path temp) throws Exception {
        Object values = "a value";
        List<String> path = new ArrayList<>(level.isEmpty() ? List.of() : List.of(level.split("\\.")));
        path.add("nosuch");
        for (int i = path.size() - 1; i >= 0; i--) {
            values = Map.of(path.get(i), values);
        }
        Path file = Files.writeString(temp.resolve("values.json"), new Gson().toJson(values));

        assertThatThrownBy(() -> Chart.template(file).call())
                .hasMessageContaining("additional properties 'nosuch' not allowed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {replicaCount: 0} | at '/replicaCount': minimum: got 0, want 1
                    {replicaCount: two} | at '/replicaCount': got string, want integer
                    {image: {pullPolicy: Sometimes}} | at '/image/pullPolicy': value must be one of
                    {image: {digest: abc}} | at '/image/digest': 'abc' does not match
                    {fullnameOverride: Live_1} | at '/fullnameOverride': 'Live_1' does not match
                    {podLabels: {app.kubernetes.io/name: other}} | invalid propertyName 'app.kubernetes.io/name'
                    {commonLabels: {team: live team}} | at '/commonLabels/team': 'live team' does not match
                    {kafka: {bootstrapServers: [kafka]}} | at '/kafka/bootstrapServers/0': 'kafka' does not match
                    {kafka: {properties: {acks: 1}}} | at '/kafka/properties/acks': got number, want string
                    {relay: {addresses: ['http://a:1']}} | at '/relay/addresses/0': 'http://a:1' does not match
                    {relay: {passcode: abc}} | at '/relay/passcode': got string, want object
                    {relay: {passcode: {value: abc}}} | additional properties 'value' not allowed
                    {admin: {token: {existingSecret: A B}}} | at '/admin/token/existingSecret': 'A B' does not match
                    {namespaces: {a b: {}}} | invalid propertyName 'a b'
                    {certificates: {A: {existingSecret: a, ca: a}}} | invalid propertyName 'A'
                    {certificates: {a: {ca: a}}} | missing property 'existingSecret'
                    {certificates: {a: {existingSecret: a, key: a}}} | additional properties 'key' not allowed
                    {edge: {path: /api/ws}} | at '/edge/path'
                    {edge: {extraPaths: [/actuator]}} | at '/edge/extraPaths/0'
                    {edge: {trustedProxies: [proxy.example.org]}} | at '/edge/trustedProxies/0': 'proxy.example.org' does not match
                    {edge: {forwardedBy: both}} | at '/edge/forwardedBy': value must be one of
                    {edge: {allowedOrigins: [app.example.org]}} | at '/edge/allowedOrigins/0': 'app.example.org' does not match
                    {access: {jwt: {issuerUri: login}}} | at '/access/jwt/issuerUri': 'login' does not match
                    {access: {anonymous: 'no'}} | at '/access/anonymous': got string, want boolean
                    {service: {port: http}} | at '/service/port': got string, want integer
                    {service: {port: 70000}} | at '/service/port': maximum: got 70,000, want 65,535
                    {ingress: {hosts: ['http://a']}} | at '/ingress/hosts/0': 'http://a' does not match
                    {httpRoute: {timeouts: {request: 1 h}}} | at '/httpRoute/timeouts/request': '1 h' does not match
                    {podDisruptionBudget: {maxUnavailable: 0}} | at '/podDisruptionBudget/maxUnavailable'
                    {podDisruptionBudget: {maxUnavailable: 0%}} | at '/podDisruptionBudget/maxUnavailable'
                    {processors: two} | at '/processors': got string, want integer
                    {metrics: {prometheusRule: {runbookBase: git}}} | at '/metrics/prometheusRule/runbookBase': 'git' does not match
                    {preStopSeconds: 0} | at '/preStopSeconds': minimum: got 0, want 1
                    {runAsUser: 0} | at '/runAsUser': minimum: got 0, want 1
                    """)
    void refusesValuesOfTheWrongForm(String values, String message, @TempDir Path temp) throws Exception {
        Path file = Files.writeString(temp.resolve("values.yaml"), values);

        assertThatThrownBy(() -> Chart.template(file).call()).hasMessageContaining(message);
    }

    private static Map<String, Object> values() {
        return new Yaml().load(Chart.read("values.yaml"));
    }

    private static Map<String, String> leaves(String path, Object value) {
        Map<String, String> leaves = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((key, part) -> leaves.putAll(leaves(path.isEmpty() ? key.toString() : path + "." + key, part)));
        } else {
            leaves.put(path, shown(value));
        }
        return leaves;
    }

    /** As in the table: text without quotes, unless it is empty. */
    private static String shown(Object value) {
        if (value instanceof String text && !text.isEmpty()) {
            return text;
        }
        return new Gson().toJson(value).replaceAll("([,:])\"", "$1 \"").replace(":{", ": {");
    }

    /** Those whose keys are the chart's: not those of labels, of namespaces, or of what Kubernetes itself knows. */
    private static List<String> levels(String path, Map<?, ?> values) {
        List<String> levels = new ArrayList<>();
        if (path.endsWith(".labels") || path.startsWith("resources.")) {
            return levels;
        }
        levels.add(path);
        values.forEach((key, part) -> {
            if (part instanceof Map<?, ?> map && !map.isEmpty()) {
                levels.addAll(levels(path.isEmpty() ? key.toString() : path + "." + key, map));
            }
        });
        return levels;
    }
}
