package io.tidings.log;

import java.util.Map;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Decides {@link ConditionalOnLog}. */
final class OnLogCondition extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Map<String, ?> attributes =
                Objects.requireNonNull(metadata.getAnnotationAttributes(ConditionalOnLog.class.getName()));
        LogType actual = type(context.getEnvironment());
        ConditionMessage message =
                ConditionMessage.forCondition(ConditionalOnLog.class).because("the log is kept by " + actual);
        return new ConditionOutcome(actual == attributes.get("value"), message);
    }

    private static LogType type(Environment environment) {
        Binder binder = Binder.get(environment);
        LogType type = binder.bind("tidings.log.type", LogType.class).orElse(LogType.AUTO);
        if (type != LogType.AUTO) {
            return type;
        }
        boolean hasServers = binder.bind("spring.kafka.bootstrap-servers", Bindable.listOf(String.class))
                .map(servers -> !servers.isEmpty())
                .orElse(false);
        return hasServers ? LogType.KAFKA : LogType.MEMORY;
    }
}
