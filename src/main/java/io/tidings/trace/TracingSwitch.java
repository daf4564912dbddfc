package io.tidings.trace;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Whether this service traces: it does where it is told where to send spans to, unless Boot's own keys say no. */
final class TracingSwitch {

    static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

    private TracingSwitch() {}

    static boolean isOn(Environment environment) {
        return StringUtils.hasText(environment.getProperty(ENDPOINT))
                && environment.getProperty("management.tracing.export.enabled", Boolean.class, true)
                && environment.getProperty("management.tracing.export.otlp.enabled", Boolean.class, true)
                && environment.getProperty("management.opentelemetry.enabled", Boolean.class, true);
    }
}
