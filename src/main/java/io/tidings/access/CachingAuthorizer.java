package io.tidings.access;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Remembers for a while what came of a question, asks equal ones once while the first is under way, and no more at a time
 * than it may. That nobody answered is not remembered.
 */
final class CachingAuthorizer implements Authorizer {

    private static final CompletableFuture<Decision> UNKNOWN = CompletableFuture.completedFuture(Decision.UNKNOWN);

    private final Function<AuthorizerRequest, CompletableFuture<Decision>> asked;

    private final List<String> claims;

    private final int maxPending;

    private final AuthorizerMetrics metrics;

    private final AsyncCache<AuthorizerRequest, Decision> answers;

    private final AtomicInteger pending = new AtomicInteger();

    CachingAuthorizer(
            Function<AuthorizerRequest, CompletableFuture<Decision>> asked,
            AuthorizerProperties properties,
            Ticker ticker,
            AuthorizerMetrics metrics) {
        this.asked = asked;
        this.claims = properties.claims();
        this.maxPending = properties.maxPending();
        this.metrics = metrics;
        this.answers = Caffeine.newBuilder()
                .maximumSize(properties.cacheSize())
                .expireAfter(Expiry.<AuthorizerRequest, Decision>creating((request, decision) ->
                        decision.isAllowed() ? properties.cacheTime() : properties.deniedCacheTime()))
                .ticker(ticker)
                .executor(Runnable::run)
                .buildAsync();
        metrics.pending(pending::get);
    }

    @Override
    public CompletableFuture<Decision> ask(Question question) {
        AuthorizerRequest request = AuthorizerRequest.of(question, claims);
        CompletableFuture<Decision> known = answers.getIfPresent(request);
        if (known == null) {
            CompletableFuture<Decision> mine = new CompletableFuture<>();
            known = answers.asMap().putIfAbsent(request, mine);
            if (known == null) {
                ask(request, mine, question.principal() == null ? (maxPending + 1) / 2 : maxPending);
                return mine;
            }
        }
        metrics.remembered();
        return known;
    }

    /** Whoever has not shown who they are may take half of what there is, for they can be as many as they like. */
    private void ask(AuthorizerRequest request, CompletableFuture<Decision> mine, int most) {
        boolean free = pending.incrementAndGet() <= most;
        if (!free) {
            metrics.rejected();
        }
        CompletableFuture<Decision> answer = free ? asked.apply(request) : UNKNOWN;
        var unused = answer.whenComplete((decision, failure) -> {
            pending.decrementAndGet();
            if (decision == null || decision == Decision.UNKNOWN) {
                answers.asMap().remove(request, mine);
            }
            mine.complete(decision == null ? Decision.UNKNOWN : decision);
        });
    }
}
