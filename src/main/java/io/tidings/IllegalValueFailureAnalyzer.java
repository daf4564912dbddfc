package io.tidings;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.StringUtils;

/** Says which value the record that it is bound to refuses; what Boot says of one that cannot be read is left to Boot. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class IllegalValueFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    private static final String TIDINGS = "tidings.";

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        String name = cause.getName().toString();
        if (!name.startsWith(TIDINGS)
                || cause.getProperty() != null
                || !(NestedExceptionUtils.getRootCause(cause) instanceof IllegalArgumentException refusal)
                || !StringUtils.hasText(refusal.getMessage())) {
            return null;
        }
        String text = refusal.getMessage();
        return new FailureAnalysis(
                text.startsWith(TIDINGS) ? text : name + ": " + text,
                "Correct the value; src/docs/configuration.md says of every key what it may be.",
                cause);
    }
}
