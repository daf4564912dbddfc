package io.tidings.helm;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Marks tests that render the chart. */
@EnabledOnOs(
        value = OS.LINUX,
        architectures = "amd64",
        disabledReason = "the embedded Helm is there for Linux on amd64 only")
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface OnHelm {}
