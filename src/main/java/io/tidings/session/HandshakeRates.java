package io.tidings.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.tidings.connection.AddressCounts;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many handshakes a node takes, and of each client address: a bucket of as many tokens as may come in a second. Any
 * thread may call.
 */
final class HandshakeRates {

    /** An address that is forgotten has a full bucket again, so that the node's own is the bound for many addresses. */
    private static final int MAX_ADDRESSES = 10_000;

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final int perAddress;

    private final TimeMeter clock;

    private final @Nullable Bucket node;

    /** A bucket that is not asked for in the time it takes to fill is as good as a new one. */
    private final Cache<Long, Bucket> byAddress = Caffeine.newBuilder()
            .maximumSize(MAX_ADDRESSES)
            .expireAfterAccess(SECOND.multipliedBy(2))
            .build();

    HandshakeRates(int perNode, int perAddress, TimeMeter clock) {
        this.perAddress = perAddress;
        this.clock = clock;
        this.node = perNode == 0 ? null : bucket(perNode);
    }

    /** Takes a token of the address. Returns how long it takes until there is one; zero if it was taken. */
    Duration takeOf(InetAddress address) {
        return perAddress == 0
                ? Duration.ZERO
                : take(byAddress.get(AddressCounts.key(address), key -> bucket(perAddress)));
    }

    /** Takes one of the node's tokens, in the same way. */
    Duration takeOfNode() {
        return node == null ? Duration.ZERO : take(node);
    }

    private Bucket bucket(int perSecond) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, SECOND))
                .withCustomTimePrecision(clock)
                .build();
    }

    private static Duration take(Bucket bucket) {
        return Duration.ofNanos(bucket.tryConsumeAndReturnRemaining(1).getNanosToWaitForRefill());
    }
}
