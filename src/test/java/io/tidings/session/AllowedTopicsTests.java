package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.Topic;
import java.security.Principal;
import org.junit.jupiter.api.Test;

class AllowedTopicsTests {

    private static final Topic TOPIC = new Topic("chat.a");

    private final AllowedTopics topics = new AllowedTopics();

    @Test
    void remembersTopicsForThePrincipalTheyWereAllowed() {
        Principal ann = () -> "ann";
        topics.add(ann, TOPIC);

        assertThat(topics.has(ann, TOPIC)).isTrue();
        assertThat(topics.has(ann, new Topic("chat.b"))).isFalse();
        assertThat(topics.has(() -> "ann", TOPIC)).isFalse();
        assertThat(topics.has(null, TOPIC)).isFalse();
    }

    @Test
    void forgetsAllWhenThePrincipalIsAnother() {
        Principal ann = () -> "ann";
        topics.add(ann, TOPIC);
        topics.add(() -> "ann", new Topic("chat.b"));

        assertThat(topics.has(ann, TOPIC)).isFalse();
    }

    @Test
    void forgetsAllRatherThanGrow() {
        for (int i = 0; i < 32; i++) {
            topics.add(null, new Topic("chat." + i));
        }
        assertThat(topics.has(null, new Topic("chat.0"))).isTrue();

        topics.add(null, TOPIC);

        assertThat(topics.has(null, new Topic("chat.0"))).isFalse();
        assertThat(topics.has(null, TOPIC)).isTrue();
    }
}
