package io.tidings.session;

import io.tidings.access.AccessControl;
import io.tidings.fanout.Fanout;
import io.tidings.publish.PublicationHeaders;
import io.tidings.publish.Publisher;
import io.tidings.topic.Namespaces;

/** What the handlers of frames need of the rest of the service. */
record TopicAccess(
        Namespaces namespaces, AccessControl access, Fanout fanout, Publisher publisher, PublicationHeaders headers) {

    SubscribeHandler subscribing(StompFrames frames, int maxSubscriptions) {
        return new SubscribeHandler(namespaces, access, fanout, frames, maxSubscriptions);
    }

    SendHandler sending(StompFrames frames) {
        return new SendHandler(namespaces, access, publisher, headers, frames);
    }
}
