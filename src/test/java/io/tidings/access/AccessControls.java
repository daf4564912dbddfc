package io.tidings.access;

import io.micrometer.core.instrument.MeterRegistry;

/** Makes access control for the tests of those who ask it. */
public final class AccessControls {

    private AccessControls() {}

    /** One that counts here. */
    public static AccessControl of(MeterRegistry registry) {
        return new AccessControl(new AccessMetrics(registry));
    }
}
