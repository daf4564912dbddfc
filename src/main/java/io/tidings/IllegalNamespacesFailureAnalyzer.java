package io.tidings;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in plain words why the service does not start with these namespaces. */
final class IllegalNamespacesFailureAnalyzer extends AbstractFailureAnalyzer<IllegalNamespacesException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, IllegalNamespacesException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
