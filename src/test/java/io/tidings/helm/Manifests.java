package io.tidings.helm;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.marcnuri.helm.TemplateCommand;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodSpec;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.Yaml;

/** What came of a rendering. */
record Manifests(List<JsonObject> all) {

    static Manifests of(TemplateCommand template) {
        new JSON();
        return new Manifests(
                StreamSupport.stream(new Yaml().loadAll(template.call()).spliterator(), false)
                        .filter(Objects::nonNull)
                        .map(document -> new Gson().toJsonTree(document).getAsJsonObject())
                        .toList());
    }

    static String kind(JsonObject manifest) {
        return manifest.get("kind").getAsString();
    }

    static String name(JsonObject manifest) {
        return manifest.getAsJsonObject("metadata").get("name").getAsString();
    }

    Stream<JsonObject> of(String kind) {
        return all.stream().filter(manifest -> kind(manifest).equals(kind));
    }

    JsonObject one(String kind) {
        List<JsonObject> found = of(kind).toList();
        if (found.size() != 1) {
            throw new AssertionError(kind + ": " + found.size() + " (expected: 1)");
        }
        return found.get(0);
    }

    JsonObject one(String kind, String name) {
        return of(kind).filter(manifest -> name(manifest).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(kind + ": none of name '" + name + "'"));
    }

    V1Deployment deployment() {
        return JSON.getGson().fromJson(one("Deployment"), V1Deployment.class);
    }

    /** A node's pod. */
    V1PodSpec node() {
        return deployment().getSpec().getTemplate().getSpec();
    }

    V1Container container() {
        return node().getContainers().get(0);
    }

    /** The pod of {@code helm test}. */
    V1PodSpec test() {
        return JSON.getGson().fromJson(one("Pod"), V1Pod.class).getSpec();
    }

    /** The application's configuration. */
    String application() {
        return of("ConfigMap")
                .map(map -> map.getAsJsonObject("data").get("application.yaml"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow()
                .getAsString();
    }

    String notes() {
        return one("Notes").get("text").getAsString();
    }
}
