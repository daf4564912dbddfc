package io.tidings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/** Proves that the service takes every piece of YAML in the documentation. */
class ConfigurationExampleTests {

    private static final Pattern FENCE = Pattern.compile("(?ms)^ *```yaml\n(.*?)^ *```$");

    private final ApplicationContextRunner service = new ApplicationContextRunner()
            .withUserConfiguration(Settings.class)
            .withPropertyValues(
                    "RELAY_PASSCODE=secret", "ADMIN_TOKEN=0123456789abcdef", "KAFKA_JAAS_CONFIG=Login required;");

    @ParameterizedTest(name = "{index}")
    @MethodSource("examples")
    void isTaken(String yaml) throws IOException {
        List<PropertySource<?>> sources = new YamlPropertySourceLoader()
                .load("example", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));

        service.withInitializer(
                        context -> sources.forEach(context.getEnvironment().getPropertySources()::addFirst))
                .run(context -> assertThat(context).as(yaml).hasNotFailed());
    }

    @Test
    void aBundleWithoutCertificatesTrustsWhatTheJvmTrusts() {
        service.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
                .withPropertyValues("spring.ssl.bundle.pem.public-authorities.reload-on-update=false")
                .run(context -> assertThat(context.getBean(SslBundles.class)
                                .getBundle("public-authorities")
                                .getManagers()
                                .getTrustManagers())
                        .isNotEmpty());
    }

    static List<String> examples() throws IOException {
        try (Stream<Path> documents = Files.list(Path.of("src/docs"))) {
            List<String> examples = documents
                    .filter(path -> path.toString().endsWith(".md"))
                    .flatMap(ConfigurationExampleTests::examplesOf)
                    .toList();
            assertThat(examples).hasSizeGreaterThan(5);
            return examples;
        }
    }

    /** Those that are an application's configuration, and not a chart's values or a manifest. */
    private static Stream<String> examplesOf(Path document) {
        try {
            return FENCE.matcher(Files.readString(document))
                    .results()
                    .map(fence -> fence.group(1))
                    .filter(yaml ->
                            yaml.startsWith("tidings") || yaml.startsWith("spring") || yaml.startsWith("server"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Import({
        TidingsConfiguration.class,
        AccessRuleConverter.class,
        TopicFromConverter.class,
        TopicTemplateConverter.class
    })
    @ConfigurationPropertiesScan(basePackageClasses = TidingsApplication.class)
    @EnableConfigurationProperties(KafkaProperties.class)
    static class Settings {}
}
