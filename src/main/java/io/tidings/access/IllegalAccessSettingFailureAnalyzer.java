package io.tidings.access;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in plain words why the service does not start with what is set for access. */
final class IllegalAccessSettingFailureAnalyzer extends AbstractFailureAnalyzer<IllegalAccessSettingException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, IllegalAccessSettingException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
