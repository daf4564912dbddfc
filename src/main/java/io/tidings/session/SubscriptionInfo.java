package io.tidings.session;

/**
 * One subscription as it was at one moment.
 *
 * @param id the client's name for it
 * @param destination what its client subscribed to
 * @param pattern the topics that it covers
 * @param conflates whether only the newest update of each topic is kept while the client is behind
 * @param maxRate the most updates a second of each topic; 0 for no limit
 * @param live whether the client has been sent all that it was owed from before
 */
public record SubscriptionInfo(
        String id, String destination, String pattern, boolean conflates, int maxRate, boolean live) {}
