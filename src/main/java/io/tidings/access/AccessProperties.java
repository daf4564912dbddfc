package io.tidings.access;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is let in.
 *
 * @param anonymous whether clients may connect, and ask for last values, without a token
 * @param queryToken whether a token may stand in the URL of a GET, {@code ?access_token=}; URLs end up in logs
 * @param adminScope the scope of tokens that open the admin API as the admin token does; none where it is not set
 */
@ConfigurationProperties("tidings.access")
record AccessProperties(
        @DefaultValue("true") boolean anonymous,
        @DefaultValue("false") boolean queryToken,
        @Nullable String adminScope) {}
