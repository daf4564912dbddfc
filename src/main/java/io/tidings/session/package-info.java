/** Speaks STOMP over WebSocket with clients, within limits, and drains. */
@ApplicationModule(allowedDependencies = {"connection", "topic", "fanout", "access", "publish"})
@NullMarked
package io.tidings.session;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
