package io.tidings.session;

import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationPredicate;
import io.tidings.access.AccessControl;
import io.tidings.access.CanaryKey;
import io.tidings.fanout.Fanout;
import io.tidings.publish.PublicationHeaders;
import io.tidings.publish.Publisher;
import io.tidings.topic.Namespaces;
import java.time.Duration;
import java.util.Map;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.support.WebSocketHandlerAdapter;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.netty.resources.LoopResources;

/** The edge: STOMP over WebSocket on the port, and the event loops, of Boot's reactive web server. */
@Configuration(proxyBeanMethods = false)
class EdgeConfiguration {

    @Bean
    Sessions sessions(AdmissionProperties properties) {
        return new Sessions(properties.maxSessions(), properties.maxSessionsPerAddress());
    }

    @Bean
    HandshakeFilter handshakeFilter(
            AdmissionProperties properties,
            Sessions sessions,
            SessionDrain drain,
            SessionMetrics metrics,
            CanaryKey canaryKey) {
        HandshakeRates rates = new HandshakeRates(
                properties.handshakeRate(), properties.handshakeRatePerAddress(), TimeMeter.SYSTEM_NANOTIME);
        return new HandshakeFilter(new Admission(properties, sessions, rates, drain::isDraining, metrics), canaryKey);
    }

    @Bean
    AnsweredRequests answeredRequests() {
        return new AnsweredRequests();
    }

    @Bean
    HeartBeats heartBeats(SessionProperties properties, SessionMetrics metrics) {
        HeartBeats heartBeats = new HeartBeats(properties);
        metrics.observe(heartBeats::look);
        return heartBeats;
    }

    @Bean
    SessionMetrics sessionMetrics(MeterRegistry registry, AdmissionProperties properties) {
        SessionMetrics metrics = new SessionMetrics(registry);
        metrics.showMost(properties.maxSessions());
        return metrics;
    }

    @Bean
    SessionDrain sessionDrain(
            ApplicationContext context,
            Sessions sessions,
            DrainProperties properties,
            SessionProperties times,
            SessionMetrics metrics) {
        return new SessionDrain(context, sessions, properties, times.closeTimeout(), metrics);
    }

    @Bean
    DrainFilter drainFilter(SessionDrain drain) {
        return new DrainFilter(drain);
    }

    @Bean
    Permissions permissions(Namespaces namespaces, AccessControl access, Decisions decisions) {
        return new Permissions(namespaces, access, decisions);
    }

    @Bean
    TopicAccess topicAccess(Permissions permissions, Fanout fanout, Publisher publisher, PublicationHeaders headers) {
        return new TopicAccess(permissions, fanout, publisher, headers);
    }

    @Bean
    StompEndpoint stompEndpoint(
            StompLayer stomp,
            Sessions sessions,
            HeartBeats heartBeats,
            SessionProperties properties,
            SessionMetrics metrics) {
        return new StompEndpoint(stomp, sessions, heartBeats, properties, metrics);
    }

    @Bean
    SessionDirectory sessionDirectory(Sessions sessions, Fanout fanout, StompFrames frames) {
        return new SessionDirectory(sessions, fanout, frames);
    }

    /** For the clients' port alone: where the actuator has a port of its own, handlers of the context above serve it too. */
    @Bean
    HandlerMapping stompHandlerMapping(SessionProperties properties, ApplicationContext context) {
        SimpleUrlHandlerMapping mapping = new SimpleUrlHandlerMapping(
                Map.of(properties.path(), new StompWebSocketHandler()), Ordered.HIGHEST_PRECEDENCE);
        mapping.setHandlerPredicate((handler, exchange) -> exchange.getApplicationContext() == context);
        return mapping;
    }

    @Bean
    WebSocketHandlerAdapter stompHandlerAdapter(
            StompEndpoint endpoint, SessionProperties properties, DeflateProperties deflate) {
        return new WebSocketHandlerAdapter(
                new HandshakeWebSocketService(new StompUpgrade(endpoint, properties, deflate)));
    }

    /** A session is no request: timed as one it would be under way, and remembered, as long as it lasts. */
    @Bean
    ObservationPredicate sessionsAreNotObserved(SessionProperties properties) {
        PathPattern path = PathPatternParser.defaultInstance.parse(properties.path());
        return (name, context) -> !(context instanceof ServerRequestObservationContext request
                && request.getCarrier() != null
                && path.matches(request.getCarrier().getPath().pathWithinApplication()));
    }

    /** As many event loops as cores: more only add wake-ups (Reactor Netty starts four at the least). */
    @Bean
    ReactorResourceFactory reactorResourceFactory() {
        ReactorResourceFactory factory = new ReactorResourceFactory();
        factory.setUseGlobalResources(false);
        // Sessions have said good-bye by then; a quiet period would only make the stop longer.
        factory.setShutdownQuietPeriod(Duration.ZERO);
        int loops = Math.min(Runtime.getRuntime().availableProcessors(), Fanout.MAX_EVENT_LOOPS);
        factory.setLoopResourcesSupplier(() -> LoopResources.create("edge", loops, true));
        return factory;
    }
}
