/** The REST API for operators. */
@ApplicationModule(
        allowedDependencies = {
            "topic", "log", "relay", "ingest", "replica", "publish", "access", "fanout", "session", "cluster", "cluster"
        })
@NullMarked
package io.tidings.admin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
