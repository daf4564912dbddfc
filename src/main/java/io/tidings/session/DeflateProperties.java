package io.tidings.session;

import io.tidings.fanout.Deflation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Compression by permessage-deflate (RFC 7692).
 *
 * @param enabled whether it is agreed on with clients that offer it
 * @param maxContexts the most groups of an event loop's subscriptions whose messages refer to earlier ones; 0 for none
 * @param minSize the smallest run of frames that is compressed by itself, where nothing is referred to
 * @param namespaces the namespaces whose updates are compressed; none for all
 */
@Validated
@ConfigurationProperties("tidings.session.deflate")
record DeflateProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("64") @Min(0) @Max(65_536) int maxContexts,
        @DefaultValue("1KB") DataSize minSize,
        @DefaultValue Set<String> namespaces) {

    private static final DataSize LARGEST_SIZE = DataSize.ofMegabytes(256);

    DeflateProperties {
        if (minSize.isNegative() || minSize.compareTo(LARGEST_SIZE) > 0) {
            throw new IllegalArgumentException(
                    "tidings.session.deflate.min-size: " + minSize + " (expected: 0B to 256MB)");
        }
        namespaces = Set.copyOf(namespaces);
    }

    /**
     * What holds for a client.
     *
     * @param context whether it lets messages refer to earlier ones
     */
    Deflation forClient(boolean context) {
        return new Deflation((int) minSize.toBytes(), context ? maxContexts : 0, namespaces);
    }
}
