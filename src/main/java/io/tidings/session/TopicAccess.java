package io.tidings.session;

import io.tidings.fanout.Fanout;
import io.tidings.publish.PublicationHeaders;
import io.tidings.publish.Publisher;

/** What the handlers of frames need of the rest of the service. */
record TopicAccess(Permissions permissions, Fanout fanout, Publisher publisher, PublicationHeaders headers) {

    SubscribeHandler subscribing(StompFrames frames, SubscriptionLimits limits) {
        return new SubscribeHandler(permissions, fanout, frames, limits);
    }

    SendHandler sending(StompFrames frames) {
        return new SendHandler(permissions, publisher, headers, frames);
    }

    RenewalHandler renewing(Logins logins, StompFrames frames) {
        return new RenewalHandler(logins, permissions, frames);
    }
}
