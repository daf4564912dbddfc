package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.user.UserDestinationResult;
import org.springframework.messaging.support.MessageBuilder;

class UserTopicResolverTests {

    private final UserTopicResolver resolver = new UserTopicResolver();

    @ParameterizedTest
    @CsvSource({
        "/user/ann/queue/chat.inbox, /topic/chat.inbox.@ann, ann",
        "/user/a.b/queue/chat, /topic/chat.@a%252Eb, a.b",
        "/user/a%2Fb/queue/chat, /topic/chat.@a%2Fb, a%2Fb",
    })
    void leadsToTheUsersOwnTopic(String destination, String topic, String user) {
        UserDestinationResult result = resolver.resolveDestination(message(destination, null));

        assertThat(result.getTargetDestinations()).containsExactly(topic);
        assertThat(result.getUser()).isEqualTo(user);
    }

    @Test
    void namesTheDestinationThatTheUserSubscribesTo() {
        UserDestinationResult result = resolver.resolveDestination(message("/user/ann/queue/chat", null));

        assertThat(result.getSubscribeDestination()).isEqualTo("/user/queue/chat");
    }

    @Test
    void leadsClientsNowhere() {
        assertThat(resolver.resolveDestination(message("/user/ann/queue/chat", "session")))
                .isNull();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"/topic/chat", "/user/ann/topic/chat", "/user/ann", "/users/ann/queue/chat"})
    void leavesOtherDestinationsAlone(String destination) {
        assertThat(resolver.resolveDestination(message(destination, null))).isNull();
    }

    private static Message<byte[]> message(String destination, String session) {
        SimpMessageHeaderAccessor headers = SimpMessageHeaderAccessor.create();
        if (destination != null) {
            headers.setDestination(destination);
        }
        headers.setSessionId(session);
        return MessageBuilder.createMessage(new byte[0], headers.getMessageHeaders());
    }
}
