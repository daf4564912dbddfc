package io.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidings.cluster.NodeMessage.Answering;
import io.tidings.cluster.NodeMessage.Asking;
import io.tidings.cluster.NodeMessage.Goodbye;
import io.tidings.cluster.NodeMessage.Gossip;
import io.tidings.cluster.NodeMessage.Outcome;
import io.tidings.cluster.NodeMessageException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeMessageFormatTests {

    private static final String GOSSIP =
            "'v':1,'type':'gossip','from':'a-1','number':1,'name':'a','version':'1'," + "'started':1,'counts':{}";

    static List<NodeMessage> messages() {
        return List.of(
                new Gossip(
                        "web-1.example-0a1b2c3d",
                        Long.MAX_VALUE,
                        new Node.About("web-1.example", "0.1.0-SNAPSHOT", Instant.ofEpochMilli(1_700_000_000_123L)),
                        Map.of("sessions", 5L, "replica.bytes", -1L)),
                new Goodbye("web-1-0a1b2c3d"),
                new Asking("web-1-0a1b2c3d", "00ff", new Question("sessions", "{\"user\":\"né\"}\n"), 2000, 65_000),
                new Answering("web-1-0a1b2c3d", "00ff", Outcome.ANSWERED, "[1,\n2]"),
                new Answering("web-1-0a1b2c3d", "00ff", Outcome.UNKNOWN_QUESTION, ""));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void readsWhatItWrites(NodeMessage message) throws Exception {
        assertThat(NodeMessageFormat.decode(NodeMessageFormat.encode(message))).isEqualTo(message);
    }

    @Test
    void theLongestHeaderOfAnAnswerLeavesTheRestForThePayload() {
        NodeMessage longest = new Asking(
                "n".repeat(128), "f".repeat(64), new Question("q".repeat(64), ""), 60_000, Integer.MAX_VALUE);
        assertThat(NodeMessageFormat.encode(longest)).hasSizeLessThan(NodeMessageFormat.MAX_HEADER_BYTES);
    }

    @Test
    void passesOverWhatANewerNodeSays() throws Exception {
        Gossip gossip = (Gossip) decode("{" + GOSSIP.replace("{}", "{'new':[1],'a':2}") + ",'mood':{'x':'good'}}");
        assertThat(gossip.counts()).isEqualTo(Map.of("a", 2L));
        assertThat(decode("{'v':1,'type':'answer','from':'a-1','id':'1','outcome':'maybe'}"))
                .isEqualTo(new Answering("a-1", "1", Outcome.FAILED, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'v':2,'type':'gossip','from':'a-1'}", "{'v':1,'type':'vote','from':'a-1'}"})
    void tellsAnotherVersionFromNonsense(String message) {
        assertRefused(message, Reason.VERSION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "null",
                "[]",
                "'text'",
                "{",
                "{}",
                "{'v':'1','type':'goodbye','from':'a-1'}",
                "{'v':1.5,'type':'goodbye','from':'a-1'}",
                "{'v':99999999999999999999,'type':'goodbye','from':'a-1'}",
                "{'v':1,'type':'goodbye'}",
                "{'v':1,'type':'goodbye','from':7}",
                "{'v':1,'type':'goodbye','from':''}",
                "{'v':1,'type':'goodbye','from':'a b'}",
                "{'v':1,'type':'Goodbye','from':'a-1'}",
                "{'v':1,'type':'gossip','from':'a-1','number':1,'name':'a','version':'1','started':1,'counts':[]}",
                "{'v':1,'type':'gossip','from':'a-1','number':-1,'name':'a','version':'1','started':1,'counts':{}}",
                "{'v':1,'type':'gossip','from':'a-1','number':1,'name':'a b','version':'1','started':1,'counts':{}}",
                "{'v':1,'type':'gossip','from':'a-1','number':1,'name':'a','version':'\\n','started':1,'counts':{}}",
                "{'v':1,'type':'gossip','from':'a-1','number':1,'name':'a','version':'1','started':1e99,'counts':{}}",
                "{'v':1,'type':'gossip','from':'a-1','number':1,'name':'a','version':'1','started':-1,'counts':{}}",
                "{'v':1,'type':'question','from':'a-1','id':'1','question':'A','within':1,'max':1}",
                "{'v':1,'type':'question','from':'a-1','id':'1','question':'a','within':60001,'max':1}",
                "{'v':1,'type':'question','from':'a-1','id':'1','question':'a','within':1,'max':-1}",
                "{'v':1,'type':'question','from':'a-1','id':'','question':'a','within':1,'max':1}",
                "{'v':1,'type':'answer','from':'a-1','id':'1'}"
            })
    void refusesWhatIsMalformed(String message) {
        assertRefused(message, Reason.MALFORMED);
    }

    @Test
    void refusesAPayloadThatIsTooLongForAQuestion() {
        assertRefused(
                "{'v':1,'type':'question','from':'a-1','id':'1','question':'a','within':1,'max':1}\n"
                        + "x".repeat(33_000),
                Reason.MALFORMED);
    }

    @Test
    void refusesWhatIsNestedWithoutEnd() {
        assertRefused("[".repeat(60_000), Reason.MALFORMED);
        assertRefused("{'a':".repeat(10_000), Reason.MALFORMED);
    }

    @Test
    void keepsNoMoreCountsThanMayBe() throws Exception {
        Map<String, Long> many = new TreeMap<>();
        for (int i = 0; i < 500; i++) {
            many.put("count." + i, Long.MAX_VALUE);
        }
        Gossip gossip = new Gossip("a-1", 1, new Node.About("a", "1", Instant.EPOCH), many);
        Gossip read = (Gossip) NodeMessageFormat.decode(NodeMessageFormat.encode(gossip));
        assertThat(read.counts()).hasSize(Counts.MAX).containsEntry("count.0", Counts.MAX_VALUE);
    }

    @Test
    void survivesAnyChangeOfAnyByte() {
        Random random = new Random(42);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = NodeMessageFormat.encode(messages().get(random.nextInt(5)));
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(NodeMessageFormat.decode(bytes)).isNotNull();
                read++;
            } catch (NodeMessageException e) {
                assertThat(e.reason()).isNotNull();
            }
        }
        assertThat(read).isBetween(100, 19_900);
    }

    private static void assertRefused(String message, Reason reason) {
        assertThatThrownBy(() -> decode(message))
                .isInstanceOfSatisfying(
                        NodeMessageException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static NodeMessage decode(String message) throws NodeMessageException {
        return NodeMessageFormat.decode(message.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
