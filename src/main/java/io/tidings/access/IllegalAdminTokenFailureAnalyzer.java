package io.tidings.access;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in plain words why the service does not start with this admin token, or without one. */
final class IllegalAdminTokenFailureAnalyzer extends AbstractFailureAnalyzer<IllegalAdminTokenException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, IllegalAdminTokenException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
