package io.tidings.session;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** The bounds of a session that the tests of other things do not meet. */
final class AnyRate {

    static final SessionProperties.Limits LIMITS =
            new SessionProperties.Limits(100, 100, DataSize.ofKilobytes(16), 0, 1_000, Duration.ZERO);

    private AnyRate() {}
}
