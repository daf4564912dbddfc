package io.tidings.session;

import static io.tidings.testing.StompClient.frame;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the specifications say of each frame that a client sends once it is connected. */
class ConformanceOfClientFramesIT extends AbstractConformanceIT {

    @ParameterizedTest
    @CsvSource({"1.0,SEND", "1.1,SEND", "1.2,SEND", "1.0,SUBSCRIBE", "1.1,SUBSCRIBE", "1.2,SUBSCRIBE"})
    void asksForADestination(String version, String command) {
        peer(version).say(frame(command, "", "id:1")).hearRefusal("destination");
    }

    @ParameterizedTest
    @CsvSource({
        "1.0,SEND,/topic/news.a", "1.1,SEND,/topic/news.a", "1.2,SEND,/topic/news.a",
        "1.0,SUBSCRIBE,/queue/a", "1.1,SUBSCRIBE,/queue/a", "1.2,SUBSCRIBE,/queue/a"
    })
    void refusesWhatItCannotDoAndNamesTheFrame(String version, String command, String destination) {
        String error = peer(version)
                .say(frame(command, "", "id:1", "destination:" + destination, "receipt:r-1"))
                .hearRefusal(destination);

        assertThat(error).contains("\nreceipt-id:r-1\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1", "1.2"})
    void refusesFramesThatNobodyKnows(String version) {
        peer(version).say(frame("PUBLISH", "")).hearRefusal("'PUBLISH'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1", "1.2"})
    void sendsMessagesWithTheirDestinationSubscriptionAndAnIdOfTheirOwn(String version) {
        String topic = "/topic/chat.conformance.message" + version.replace('.', '-');
        Peer peer = peer(version).subscribe("s-1", topic);
        peer.say(frame("SEND", "1", "destination:" + topic), frame("SEND", "2", "destination:" + topic));

        String first = peer.hear();
        String second = peer.hear();
        assertThat(first)
                .startsWith("MESSAGE\n")
                .contains("\nsubscription:s-1\n", "\ndestination:" + topic + "\n", "\ncontent-length:1\n");
        assertThat(messageId(first)).isNotEqualTo(messageId(second));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1", "1.2"})
    void passesHeadersOnThatTheOperatorAllows(String version) {
        String topic = "/topic/chat.conformance.headers" + version.replace('.', '-');
        Peer peer = peer(version).subscribe("s", topic);
        peer.say(frame("SEND", "x", "destination:" + topic, "x-note:yes", "x-other:no"));

        assertThat(peer.hear()).contains("\nx-note:yes\n").doesNotContain("x-other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1", "1.2"})
    void asksForTheIdOfASubscription(String version) {
        peer(version).say(frame("SUBSCRIBE", "", "destination:/topic/chat.a")).hearRefusal("id\\c missing");
        peer(version)
                .subscribe("1", "/topic/chat.a")
                .say(frame("UNSUBSCRIBE", "", "destination:/topic/chat.a"))
                .hearRefusal("id\\c missing");
    }

    @ParameterizedTest
    @CsvSource({"id:x,destination:/topic/chat.conformance.old", ",destination:/topic/chat.conformance.old"})
    void lets10UnsubscribeByDestination(String id, String destination) {
        Peer peer = peer("1.0");
        String[] headers =
                id == null ? new String[] {destination, "receipt:1"} : new String[] {id, destination, "receipt:1"};
        peer.say(frame("SUBSCRIBE", "", headers), frame("UNSUBSCRIBE", "", destination, "receipt:2"));

        assertThat(peer.hear()).startsWith("RECEIPT\nreceipt-id:1\n");
        assertThat(peer.hear()).isEqualTo("RECEIPT\nreceipt-id:2\n\n\0");
        peer.say(frame("UNSUBSCRIBE", "", destination)).hearRefusal("that of a subscription");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1", "1.2"})
    void refusesAnIdThatIsTaken(String version) {
        peer(version)
                .subscribe("1", "/topic/chat.a")
                .say(frame("SUBSCRIBE", "", "id:1", "destination:/topic/chat.b"))
                .hearRefusal("'1'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1", "1.2"})
    void sendsNothingMoreAfterUnsubscribe(String version) {
        String topic = "/topic/chat.conformance.gone" + version.replace('.', '-');
        Peer peer = peer(version).subscribe("1", topic);
        peer.say(
                frame("UNSUBSCRIBE", "", "id:1", "receipt:gone"),
                frame("SEND", "x", "destination:" + topic, "receipt:2"));

        assertThat(peer.hear()).isEqualTo("RECEIPT\nreceipt-id:gone\n\n\0");
        assertThat(peer.hear()).startsWith("RECEIPT\nreceipt-id:2\n");
        peer.say(frame("UNSUBSCRIBE", "", "id:1")).hearRefusal("that of a subscription");
    }

    @ParameterizedTest
    @CsvSource({"1.0,client", "1.1,client", "1.1,client-individual", "1.2,client", "1.2,client-individual", "1.2,auto"})
    void takesEveryAckModeAndGivesMessagesWhatToAcknowledge(String version, String mode) {
        String topic = "/topic/chat.conformance.ack";
        Peer peer = peer(version).subscribe("s", topic, "ack:" + mode);
        peer.say(frame("SEND", "x", "destination:" + topic));

        String message = peer.hear();
        assertThat(message.contains("\nack:")).isEqualTo(!mode.equals("auto"));
        String id = "message-id:" + messageId(message);
        if (!mode.equals("auto")) {
            peer.say(frame("ACK", "", "id:" + messageId(message), id, "subscription:s", "receipt:a"));
            assertThat(peer.hear()).isEqualTo("RECEIPT\nreceipt-id:a\n\n\0");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1.0,ACK,id:1,message-id",
        "1.1,ACK,subscription:s,message-id",
        "1.1,NACK,message-id:1,subscription",
        "1.2,ACK,message-id:1,id",
        "1.2,NACK,message-id:1,id"
    })
    void asksForWhatNamesTheMessageThatIsAcknowledged(String version, String command, String header, String missing) {
        peer(version).say(frame(command, "", header)).hearRefusal(missing);
    }

    @ParameterizedTest
    @CsvSource({"1.0,ACK", "1.1,ACK", "1.1,NACK", "1.2,ACK", "1.2,NACK"})
    void takesAcknowledgementsInATransactionThatHasBegun(String version, String command) {
        Peer peer = peer(version);
        String[] headers = {"id:1", "message-id:1", "subscription:s", "transaction:t", "receipt:a"};
        peer.say(frame("BEGIN", "", "transaction:t"), frame(command, "", headers));

        assertThat(peer.hear()).isEqualTo("RECEIPT\nreceipt-id:a\n\n\0");
        peer.say(frame("ABORT", "", "transaction:t"), frame(command, "", headers))
                .hearRefusal("'t'");
    }

    @ParameterizedTest
    @CsvSource({"1.0,BEGIN", "1.1,BEGIN", "1.2,BEGIN", "1.2,COMMIT", "1.2,ABORT"})
    void asksForTheTransaction(String version, String command) {
        peer(version).say(frame(command, "")).hearRefusal("transaction");
    }

    @ParameterizedTest
    @CsvSource({"COMMIT", "ABORT", "SEND"})
    void refusesATransactionThatHasNotBegun(String command) {
        peer("1.2")
                .say(frame(command, "", "destination:/topic/chat.a", "transaction:none"))
                .hearRefusal("'none'");
    }

    @Test
    void refusesATransactionThatHasBegunAlready() {
        peer("1.2")
                .say(frame("BEGIN", "", "transaction:t"), frame("BEGIN", "", "transaction:t"))
                .hearRefusal("begun already");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1", "1.2"})
    void confirmsFramesOfATransactionAtOnceAndPublishesThemOnCommit(String version) {
        String topic = "/topic/chat.conformance.commit" + version.replace('.', '-');
        Peer subscriber = peer(version).subscribe("s", topic);
        Peer peer = peer(version);
        peer.say(frame("BEGIN", "", "transaction:t"), inTransaction(topic, "1"), inTransaction(topic, "2"));
        assertThat(peer.hear()).isEqualTo("RECEIPT\nreceipt-id:1\n\n\0");
        assertThat(peer.hear()).isEqualTo("RECEIPT\nreceipt-id:2\n\n\0");
        peer.say(frame("SEND", "before", "destination:" + topic, "receipt:before"));
        assertThat(peer.hear()).startsWith("RECEIPT\nreceipt-id:before\n");
        peer.say(frame("COMMIT", "", "transaction:t", "receipt:commit"));

        assertThat(peer.hear()).isEqualTo("RECEIPT\nreceipt-id:commit\n\n\0");
        assertThat(subscriber.hear()).endsWith("\n\nbefore\0");
        assertThat(subscriber.hear()).endsWith("\n\n1\0");
        assertThat(subscriber.hear()).endsWith("\n\n2\0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ABORT", "DISCONNECT"})
    void dropsWhatWasNotCommitted(String end) {
        String topic = "/topic/chat.conformance.aborted." + end;
        Peer subscriber = peer("1.2").subscribe("s", topic);
        Peer peer = peer("1.2");
        peer.say(
                frame("BEGIN", "", "transaction:t"),
                inTransaction(topic, "no"),
                frame(end, "", "transaction:t", "receipt:end"));
        assertThat(peer.hear()).isEqualTo("RECEIPT\nreceipt-id:no\n\n\0");
        assertThat(peer.hear()).isEqualTo("RECEIPT\nreceipt-id:end\n\n\0");
        subscriber.say(frame("SEND", "next", "destination:" + topic));

        assertThat(subscriber.hear()).endsWith("\n\nnext\0");
    }

    @Test
    void goesOnWithWhatCameBeforeTheSocketClosed() {
        String topic = "/topic/chat.conformance.cut";
        Peer subscriber = peer("1.2").subscribe("s", topic);
        peer("1.2").say(frame("SEND", "last words", "destination:" + topic)).close();

        assertThat(subscriber.hear()).endsWith("\n\nlast words\0");
    }

    private static String inTransaction(String topic, String text) {
        return frame("SEND", text, "destination:" + topic, "transaction:t", "receipt:" + text);
    }

    private static String messageId(String message) {
        return message.replaceAll("(?s).*\nmessage-id:([^\n]+)\n.*", "$1");
    }
}
