package io.tidings.log;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/** Applies only where the log is kept by this: by {@code tidings.log.type}, or by whether Kafka's address is set. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnLogCondition.class)
public @interface ConditionalOnLog {

    /** {@link LogType#KAFKA} or {@link LogType#MEMORY}. */
    LogType value();
}
