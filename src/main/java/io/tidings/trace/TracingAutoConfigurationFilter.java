package io.tidings.trace;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves Boot's tracing out where it is off: without an exporter it would make spans all the same, of each request, and
 * throw them away. Of what is beside spans nothing is wanted: logs are not sent by an exporter, and for exemplars every
 * counter would ask for the current span.
 */
final class TracingAutoConfigurationFilter implements AutoConfigurationImportFilter, EnvironmentAware {

    private static final String TRACING = "org.springframework.boot.micrometer.tracing.";

    private static final String OPEN_TELEMETRY = "org.springframework.boot.opentelemetry.";

    private boolean on;

    @Override
    public void setEnvironment(Environment environment) {
        on = TracingSwitch.isOn(environment);
    }

    @Override
    public boolean[] match(@Nullable String[] autoConfigurations, AutoConfigurationMetadata metadata) {
        boolean[] match = new boolean[autoConfigurations.length];
        for (int i = 0; i < match.length; i++) {
            String name = autoConfigurations[i];
            match[i] = name == null || !isOfTracing(name) || (on && !isBesideSpans(name));
        }
        return match;
    }

    private static boolean isOfTracing(String name) {
        return name.startsWith(TRACING) || name.startsWith(OPEN_TELEMETRY);
    }

    private static boolean isBesideSpans(String name) {
        return name.contains("Exemplars") || name.startsWith(OPEN_TELEMETRY + "autoconfigure.logging.");
    }
}
