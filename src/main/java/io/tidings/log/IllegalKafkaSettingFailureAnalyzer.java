package io.tidings.log;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in plain words why Kafka's clients cannot be made of what is set. */
final class IllegalKafkaSettingFailureAnalyzer extends AbstractFailureAnalyzer<IllegalKafkaSettingException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, IllegalKafkaSettingException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Correct it under spring.kafka; src/docs/configuration.md shows TLS and SASL under TLS and logins.",
                cause);
    }
}
