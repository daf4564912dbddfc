package io.tidings.probe;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How a {@link HealthCheck} learns whom to ask.
 *
 * @param file where the address of the node's liveness is written once its port is open; null writes none
 */
@ConfigurationProperties("tidings.probe")
record ProbeProperties(@Nullable Path file) {}
