package io.tidings.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.cluster.FakeNodes.FakeNode;
import io.tidings.testing.Complaints;
import io.tidings.testing.Fuzz;
import io.tidings.testing.Randomly;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Messages that no node said: those that listen go on to know one another and to answer, and know no more than they may. */
class NodeMessagesFuzzTests {

    private static final int MAX_NODES = 20;

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final List<String> NODES = List.of(
            "\"web-1\"",
            "\"web-2\"",
            "\"web-3\"",
            "\"all\"",
            "\"*\"",
            "\"\"",
            "7",
            "null",
            "\"" + "n".repeat(128) + "\"",
            "\"" + "n".repeat(129) + "\"");

    private static final List<String> FIELDS = List.of(
            "\"number\":9223372036854775807",
            "\"number\":0",
            "\"number\":1e400",
            "\"name\":\"web\"",
            "\"name\":\"\\u0000\"",
            "\"version\":\"1\"",
            "\"started\":1",
            "\"started\":253402300799999",
            "\"counts\":{\"sessions\":9223372036854775807}",
            "\"counts\":{\"a\":-9223372036854775808,\"b\":1e9,\"\":1}",
            "\"id\":\"00ff\"",
            "\"question\":\"echo\"",
            "\"question\":\"fail\"",
            "\"question\":\"none\"",
            "\"within\":1",
            "\"within\":60000",
            "\"max\":0",
            "\"max\":2147483647",
            "\"outcome\":\"answered\"",
            "\"v\":2");

    @Test
    void nodesGoOnWhateverIsSaid() {
        try (Complaints complaints = new Complaints()) {
            Fuzz.of("node-messages", 300).run(NodeMessagesFuzzTests::messages, messages -> {
                check(messages);
                assertThat(complaints.all()).allMatch(complaint -> complaint.contains("made to fail"));
            });
        }
    }

    private static void check(List<byte[]> messages) {
        FakeNodes nodes = new FakeNodes(Map.of("tidings.cluster.max-nodes", Integer.toString(MAX_NODES)));
        FakeNode one = nodes.start("web-1");
        FakeNode two = nodes.start("web-2");
        List.of(one, two).forEach(NodeMessagesFuzzTests::answering);
        nodes.pass(SECOND);
        messages.forEach(one::hear);
        nodes.pass(SECOND);
        assertThat(one.others()).hasSizeLessThanOrEqualTo(MAX_NODES);
        FakeNode three = nodes.start("web-4");
        answering(three);
        nodes.pass(SECOND);
        CompletableFuture<Answers> answers = three.cluster.ask(new Question("echo", "still"), SECOND);
        nodes.pass(SECOND.multipliedBy(2));
        assertThat(answers.join().answers()).extracting(Answers.Answer::node).contains("web-1", "web-2", "web-4");
    }

    private static void answering(FakeNode node) {
        node.cluster.answer("echo", (payload, maxBytes) -> CompletableFuture.completedFuture(payload));
        node.cluster.answer("fail", (payload, maxBytes) -> {
            throw new IllegalStateException("made to fail");
        });
    }

    private static List<byte[]> messages(Random seeded) {
        Randomly random = new Randomly(seeded);
        List<byte[]> messages = new ArrayList<>();
        for (int i = 1 + random.below(40); i > 0; i--) {
            byte[] message = message(random).getBytes(UTF_8);
            messages.add(random.oneIn(4) ? random.mutated(message) : message);
        }
        return messages;
    }

    private static String message(Randomly random) {
        if (random.oneIn(15)) {
            return random.oneIn(2)
                    ? random.text(5_000)
                    : random.one("[", "{\"a\":").repeat(1 << random.below(14));
        }
        List<String> fields = new ArrayList<>(List.of("\"v\":1"));
        fields.add("\"type\":\"" + random.one("gossip", "gossip", "goodbye", "question", "answer", "vote") + "\"");
        fields.add("\"from\":" + (random.oneIn(2) ? "\"other-" + random.below(100) + "\"" : random.one(NODES)));
        for (String field : FIELDS) {
            if (!random.oneIn(3)) {
                fields.add(random.below(fields.size()), field);
            }
        }
        return "{" + String.join(",", fields) + "}\n" + random.text(3_000);
    }
}
