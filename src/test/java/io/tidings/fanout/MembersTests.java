package io.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.Flow;
import io.tidings.topic.TopicPattern;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MembersTests {

    private final Members members = new Members();

    @Test
    void takesBackAMemberThatHasLeft() {
        Subscription only = subscription();
        members.add(only);
        members.remove(only);
        assertThat(only.slot()).isEqualTo(-1);

        members.add(only);

        assertThat(members.size()).isEqualTo(1);
        assertThat(members.get(0)).isSameAs(only);
    }

    @Test
    void knowsEachMemberOnceHoweverTheyComeAndGo() {
        Random random = new Random(7);
        List<Subscription> expected = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            if (expected.isEmpty() || random.nextInt(5) < 3) {
                expected.add(subscription());
                members.add(expected.get(expected.size() - 1));
            } else {
                members.remove(expected.remove(random.nextInt(expected.size())));
            }
            assertThat(walk()).isEqualTo(new HashSet<>(expected));
        }
    }

    private Set<Subscription> walk() {
        Set<Subscription> walked = new HashSet<>();
        IntStream.range(0, members.size()).forEach(slot -> {
            assertThat(members.get(slot).slot()).isEqualTo(slot);
            walked.add(members.get(slot));
        });
        assertThat(walked).hasSize(members.size());
        return walked;
    }

    private static Subscription subscription() {
        SubscriptionRequest request = new SubscriptionRequest(
                "s", new TopicPattern("scores.a"), null, false, Past.SNAPSHOT, Flow.EVERY_UPDATE);
        return new Subscription(null, new RecordingOutbox(), request, cursor -> {});
    }
}
