package io.tidings.admin;

import io.tidings.session.SubscriptionInfo;

/**
 * One session with its subscriptions.
 *
 * @param session the session
 * @param subscriptions its subscriptions, by their ids
 */
record SessionDetail(SessionView session, Page<SubscriptionInfo> subscriptions) {}
