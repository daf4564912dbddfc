package io.tidings;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in plain words why the service does not start with what is set. */
final class IllegalSettingFailureAnalyzer extends AbstractFailureAnalyzer<IllegalSettingException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, IllegalSettingException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
