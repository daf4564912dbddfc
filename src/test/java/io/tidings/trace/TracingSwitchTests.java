package io.tidings.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.tidings.topic.Publication;
import io.tidings.topic.Topic;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.mock.env.MockEnvironment;

class TracingSwitchTests {

    private static final String ENDPOINT = "http://127.0.0.1:4318/v1/traces";

    @Test
    void isOffUntilAnEndpointIsSet() {
        assertThat(TracingSwitch.isOn(new MockEnvironment())).isFalse();
        assertThat(TracingSwitch.isOn(new MockEnvironment().withProperty(TracingSwitch.ENDPOINT, " ")))
                .isFalse();
        assertThat(TracingSwitch.isOn(new MockEnvironment().withProperty(TracingSwitch.ENDPOINT, ENDPOINT)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "management.tracing.export.enabled",
                "management.tracing.export.otlp.enabled",
                "management.opentelemetry.enabled"
            })
    void isOffWhereAKeyOfBootsSaysSo(String key) {
        assertThat(TracingSwitch.isOn(new MockEnvironment()
                        .withProperty(TracingSwitch.ENDPOINT, ENDPOINT)
                        .withProperty(key, "false")))
                .isFalse();
    }

    @Test
    void leavesNothingOfBootsTracingWhereItIsOff() {
        assertThat(left(new MockEnvironment()))
                .noneMatch(name -> name.contains("tracing") || name.contains("opentelemetry"))
                .anyMatch(name -> name.contains("observation"));
    }

    @Test
    void takesSpansAloneWhereItIsOn() {
        assertThat(left(new MockEnvironment().withProperty(TracingSwitch.ENDPOINT, ENDPOINT)))
                .filteredOn(name -> name.contains("tracing") || name.contains("opentelemetry"))
                .anyMatch(name -> name.endsWith("OtlpTracingAutoConfiguration"))
                .noneMatch(name -> name.contains("Exemplars") || name.contains("Logging"));
    }

    @Test
    void publicationsAndBatchesGoTheirWayUntouchedWhereItIsOff() {
        Publication publication = new Publication(new Topic("scores.a"), null, Map.of(), null);

        assertThat(Spans.off().publish(publication, same -> {
                    assertThat(same).isSameAs(publication);
                    return new CompletableFuture<>();
                }))
                .isNotDone();
    }

    private static String[] left(MockEnvironment environment) {
        TracingAutoConfigurationFilter filter = new TracingAutoConfigurationFilter();
        filter.setEnvironment(environment);
        String[] all = ImportCandidates.load(AutoConfiguration.class, null)
                .getCandidates()
                .toArray(String[]::new);
        boolean[] match = filter.match(all, mock(AutoConfigurationMetadata.class));
        return IntStream.range(0, all.length)
                .filter(i -> match[i])
                .mapToObj(i -> all[i])
                .toArray(String[]::new);
    }
}
