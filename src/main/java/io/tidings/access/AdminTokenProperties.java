package io.tidings.access;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The admin API's access.
 *
 * @param token The bearer token that the admin API asks for, 16 to 1024 characters; generated and logged where none is set.
 */
@ConfigurationProperties("tidings.admin")
record AdminTokenProperties(@Nullable String token) {

    @Override
    public String toString() {
        return "AdminTokenProperties[token=" + (token == null ? "null" : "***") + "]";
    }
}
