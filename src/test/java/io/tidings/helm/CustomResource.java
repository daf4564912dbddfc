package io.tidings.helm;

import com.google.gson.JsonObject;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.FileSystemUtils;

/**
 * A kind that the Kubernetes client has no model of: its schema is beside this class, made after the public definition and
 * strict. Helm checks it, as a chart's values.
 */
record CustomResource(String kind) {

    void validate(JsonObject manifest) throws IOException {
        Path chart = Files.createTempDirectory("tidings-schema");
        try (InputStream schema = new ClassPathResource("helm/" + kind + ".json").getInputStream()) {
            Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: schema\nversion: 0.0.0\n");
            Files.copy(schema, chart.resolve("values.schema.json"));
            Files.createDirectory(chart.resolve("templates"));
            Path values = Files.writeString(chart.resolve("manifest.json"), manifest.toString());
            new Helm(chart).template().withName("any").withValuesFile(values).call();
        } finally {
            FileSystemUtils.deleteRecursively(chart);
        }
    }
}
