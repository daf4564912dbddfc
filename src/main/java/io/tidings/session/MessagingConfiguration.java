package io.tidings.session;

import io.tidings.access.Tokens;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.simp.SimpMessagingTemplate;
import org.springframework.messaging.simp.annotation.support.SimpAnnotationMethodMessageHandler;
import org.springframework.messaging.simp.broker.AbstractBrokerMessageHandler;
import org.springframework.messaging.simp.config.AbstractMessageBrokerConfiguration;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.messaging.simp.user.SimpUserRegistry;
import org.springframework.messaging.simp.user.UserDestinationResolver;
import org.springframework.messaging.support.AbstractSubscribableChannel;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.messaging.DefaultSimpUserRegistry;
import org.springframework.web.socket.messaging.StompSubProtocolHandler;
import org.springframework.web.socket.messaging.SubProtocolWebSocketHandler;

/** Spring's STOMP layer, without a servlet container, with this project's broker handler in it. */
@Configuration
class MessagingConfiguration extends AbstractMessageBrokerConfiguration {

    /** After the replica, before the web server. */
    private static final int PHASE = 400;

    private final Sessions sessions;

    private final HeartBeats heartBeats;

    private final SessionProperties properties;

    private final ObjectProvider<TopicAccess> topicAccess;

    private final ObjectProvider<Logins> logins;

    private final InboundExecutor inboundExecutor =
            new InboundExecutor(Runtime.getRuntime().availableProcessors());

    MessagingConfiguration(
            Sessions sessions,
            HeartBeats heartBeats,
            SessionProperties properties,
            ObjectProvider<TopicAccess> topicAccess,
            ObjectProvider<Logins> logins) {
        this.sessions = sessions;
        this.heartBeats = heartBeats;
        this.properties = properties;
        this.topicAccess = topicAccess;
        this.logins = logins;
    }

    @Override
    protected int initPhase() {
        return PHASE;
    }

    @Override
    protected void configureClientInboundChannel(ChannelRegistration registration) {
        registration.interceptors(new ConnectedSessions(sessions)).executor(inboundExecutor);
    }

    @Override
    protected void configureClientOutboundChannel(ChannelRegistration registration) {
        registration.executor(Runnable::run);
    }

    @Override
    protected void configureMessageBroker(MessageBrokerRegistry registry) {
        registry.setApplicationDestinationPrefixes(Destinations.APPLICATION_PREFIX);
    }

    @Override
    protected SimpUserRegistry createLocalUserRegistry(@Nullable Integer order) {
        return new DefaultSimpUserRegistry();
    }

    @Override
    protected SimpAnnotationMethodMessageHandler createAnnotationMethodMessageHandler(
            AbstractSubscribableChannel clientInboundChannel,
            AbstractSubscribableChannel clientOutboundChannel,
            SimpMessagingTemplate brokerMessagingTemplate) {
        return new ApplicationMessageHandler(clientInboundChannel, clientOutboundChannel, brokerMessagingTemplate);
    }

    @Bean
    @Override
    public UserDestinationResolver userDestinationResolver(
            SimpUserRegistry userRegistry,
            AbstractSubscribableChannel clientInboundChannel,
            AbstractSubscribableChannel clientOutboundChannel) {
        return new UserTopicResolver();
    }

    @Bean
    @Override
    public AbstractBrokerMessageHandler simpleBrokerMessageHandler(
            AbstractSubscribableChannel clientInboundChannel,
            AbstractSubscribableChannel clientOutboundChannel,
            AbstractSubscribableChannel brokerChannel,
            UserDestinationResolver userDestinationResolver) {
        StompFrames frames = stompFrames(clientOutboundChannel);
        TopicMessageHandler handler = new TopicMessageHandler(
                new TopicMessageHandler.Channels(clientInboundChannel, clientOutboundChannel, brokerChannel),
                sessions,
                frames,
                sendHandler(frames));
        SubscriptionLimits limits = new SubscriptionLimits(
                properties.maxSubscriptions(), properties.limits().patterns());
        handler.with(
                new ConnectHandler(heartBeats, frames, logins.getObject()),
                topicAccess.getObject().subscribing(frames, limits),
                topicAccess.getObject().renewing(logins.getObject(), frames));
        handler.setPhase(PHASE);
        return handler;
    }

    @Bean
    StompFrames stompFrames(AbstractSubscribableChannel clientOutboundChannel) {
        return new StompFrames(clientOutboundChannel);
    }

    @Bean
    SendHandler sendHandler(StompFrames frames) {
        return topicAccess.getObject().sending(frames);
    }

    @Bean
    StompErrors stompErrors(SessionMetrics metrics) {
        return new StompErrors(metrics);
    }

    @Bean
    Decisions decisions(DecisionProperties decisionProperties, StompErrors errors, StompFrames frames) {
        return new Decisions(decisionProperties, errors, frames);
    }

    @Bean
    Logins logins(Tokens tokens, Decisions decisions) {
        return new Logins(tokens, decisions);
    }

    @Bean
    StompLayer stompLayer(
            SubProtocolWebSocketHandler spring, SendHandler sending, StompErrors errors, StompFrames frames) {
        return new StompLayer(spring, sending, errors, frames, properties.limits());
    }

    @Bean
    SubProtocolWebSocketHandler stompWebSocketHandler(
            AbstractSubscribableChannel clientInboundChannel,
            AbstractSubscribableChannel clientOutboundChannel,
            StompErrors errors) {
        StompSubProtocolHandler stomp = new VersionedStompHandler();
        stomp.setMessageSizeLimit((int) properties.maxMessageSize().toBytes());
        stomp.setErrorHandler(errors);
        SubProtocolWebSocketHandler handler = new UndecoratedSessions(clientInboundChannel, clientOutboundChannel);
        handler.addProtocolHandler(stomp);
        handler.setDefaultProtocolHandler(stomp);
        handler.setPhase(PHASE);
        return handler;
    }

    /** A session queues and bounds what is sent to it by itself. */
    private static final class UndecoratedSessions extends SubProtocolWebSocketHandler {

        UndecoratedSessions(
                AbstractSubscribableChannel clientInboundChannel, AbstractSubscribableChannel clientOutboundChannel) {
            super(clientInboundChannel, clientOutboundChannel);
        }

        @Override
        protected WebSocketSession decorateSession(WebSocketSession session) {
            return session;
        }
    }
}
