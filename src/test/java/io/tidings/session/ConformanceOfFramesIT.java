package io.tidings.session;

import static io.tidings.testing.StompClient.frame;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the specifications say of the form of frames: lines, headers, escapes, bodies. */
class ConformanceOfFramesIT extends AbstractConformanceIT {

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1", "1.2"})
    void readsFramesWithAnyNumberOfLineEndsBetweenThem(String version) {
        Peer peer = peer(version);
        peer.say("\n\n" + frame("BEGIN", "", "transaction:t", "receipt:1") + "\n\n\n"
                + frame("ABORT", "", "transaction:t", "receipt:2"));

        assertThat(peer.hear()).isEqualTo("RECEIPT\nreceipt-id:1\n\n\0");
        assertThat(peer.hear()).isEqualTo("RECEIPT\nreceipt-id:2\n\n\0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1", "1.2"})
    void takesACarriageReturnBeforeALineFeed(String version) {
        Peer peer = peer(version);
        peer.say("BEGIN\r\ntransaction:t\r\nreceipt:1\r\n\r\n\0\r\n");

        assertThat(peer.hear()).isEqualTo("RECEIPT\nreceipt-id:1\n\n\0");
    }

    @ParameterizedTest
    @CsvSource({"1.0,true", "1.1,true", "1.2,false"})
    void readsACarriageReturnInAHeaderUntilItIsForbidden(String version, boolean allowed) {
        Peer peer = peer(version);
        peer.say("BEGIN\ntransaction:t\nreceipt:a\rb\n\n\0");

        if (allowed) {
            assertThat(peer.hear()).isEqualTo("RECEIPT\nreceipt-id:a\rb\n\n\0");
        } else {
            peer.hearRefusal("carriage return");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1", "1.2"})
    void takesCommandsAndHeadersInTheirCaseAlone(String version) {
        Peer peer = peer(version);
        peer.say(frame("BEGIN", "", "transaction:t", "Receipt:no"), frame("ABORT", "", "transaction:t", "receipt:2"));

        assertThat(peer.hear()).isEqualTo("RECEIPT\nreceipt-id:2\n\n\0");
        peer.say(frame("begin", "", "transaction:t")).hearRefusal("command\\c 'begin'".replace("\\c", colon(version)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1", "1.2"})
    void readsAndWritesHeadersInUtf8(String version) {
        Peer peer = peer(version);
        peer.say(frame("BEGIN", "", "transaction:t", "receipt:grüße 🎉"));

        assertThat(peer.hear()).isEqualTo("RECEIPT\nreceipt-id:grüße 🎉\n\n\0");
    }

    @ParameterizedTest
    @CsvSource({
        "1.0,a:b\\c\\\\n,a:b\\c\\\\n",
        "1.1,a\\cb\\\\c\\nd,a\\cb\\\\c\\nd",
        "1.1,a:b,a\\cb",
        "1.2,a\\cb\\\\c\\nd\\re,a\\cb\\\\c\\nd\\re",
        "1.2,a:b,a\\cb"
    })
    void readsAndWritesTheEscapesOfTheVersion(String version, String sent, String answered) {
        Peer peer = peer(version);
        peer.say(frame("BEGIN", "", "transaction:t", "receipt:" + sent));

        assertThat(peer.hear()).isEqualTo("RECEIPT\nreceipt-id:" + answered + "\n\n\0");
    }

    @ParameterizedTest
    @CsvSource({"1.0,a:b\\d", "1.1,a\\cb\\\\d", "1.2,a\\cb\\\\d"})
    void givesEachSubscriberTheEscapesOfItsOwnVersion(String version, String expected) {
        Peer subscriber = peer(version).subscribe("s", "/topic/chat.conformance.escapes");
        peer("1.2").say(frame("SEND", "x", "destination:/topic/chat.conformance.escapes", "x-note:a\\cb\\\\d"));

        assertThat(subscriber.hear()).startsWith("MESSAGE\n").contains("\nx-note:" + expected + "\n");
    }

    @ParameterizedTest
    @CsvSource({"1.1,\\t", "1.1,\\r", "1.1,\\", "1.2,\\t", "1.2,\\"})
    void refusesUndefinedEscapes(String version, String value) {
        peer(version)
                .say(frame("BEGIN", "", "transaction:t", "receipt:" + value))
                .hearRefusal("after a backslash");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1", "1.2"})
    void escapesNothingInConnectAndConnected(String version) {
        Peer peer = peer();
        peer.say(frame("CONNECT", "", "accept-version:" + version, "host:h", "passcode:a\\tb:c\\"));

        assertThat(peer.hear()).startsWith("CONNECTED\n").doesNotContain("\\");
    }

    @ParameterizedTest
    @CsvSource({"1.0,' a ',a", "1.1,' a ',' a '", "1.2,' a ',' a '"})
    void trimsPaddingInTheFirstVersionAlone(String version, String sent, String answered) {
        Peer peer = peer(version);
        peer.say(frame("BEGIN", "", "transaction:t", "receipt:" + sent));

        assertThat(peer.hear()).isEqualTo("RECEIPT\nreceipt-id:" + answered + "\n\n\0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1", "1.2"})
    void refusesABodyInFramesThatHaveNone(String version) {
        String error = peer(version)
                .say(frame("SUBSCRIBE", "body", "id:1", "destination:/topic/chat.a", "receipt:r"))
                .hearRefusal("none in SUBSCRIBE");

        assertThat(error).contains("\nreceipt-id:r\n");
    }

    @Test
    void ignoresTheBodyOfSubscribeInTheFirstVersion() {
        Peer peer = peer("1.0");
        peer.say(frame("SUBSCRIBE", "body", "destination: /topic/chat.a", "receipt:r"));

        assertThat(peer.hear()).startsWith("RECEIPT\nreceipt-id:r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1", "1.2"})
    void readsAsManyOctetsAsContentLengthSays(String version) {
        String topic = "/topic/chat.conformance.length" + version.replace('.', '-');
        Peer peer = peer(version).subscribe("s", topic);
        peer.say("SEND\ndestination:" + topic + "\ncontent-length:5\n\nü\0\0b\0");

        assertThat(peer.hear()).contains("\ncontent-length:5\n").endsWith("\n\nü\0\0b\0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1", "1.2"})
    void endsABodyAtTheFirstNulWithoutContentLength(String version) {
        String topic = "/topic/chat.conformance.nul" + version.replace('.', '-');
        Peer peer = peer(version).subscribe("s", topic);
        peer.say(frame("SEND", "one", "destination:" + topic) + frame("SEND", "two\n", "destination:" + topic));

        assertThat(peer.hear()).endsWith("\n\none\0");
        assertThat(peer.hear()).endsWith("\n\ntwo\n\0");
    }

    @ParameterizedTest
    @CsvSource({"1.0,3", "1.1,3", "1.2,3", "1.2,-1", "1.2,x", "1.2,+4"})
    void refusesABodyThatIsNotOfItsLength(String version, String length) {
        peer(version)
                .say(frame("SEND", "body", "destination:/topic/chat.a", "content-length:" + length))
                .hearRefusal("expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1", "1.2"})
    void passesBodiesAndTheirTypeThrough(String version) {
        String topic = "/topic/chat.conformance.type" + version.replace('.', '-');
        Peer peer = peer(version).subscribe("s", topic);
        peer.say(frame("SEND", "<ü/>", "destination:" + topic, "content-type:application/xml;charset=utf-8"));
        peer.say(frame("SEND", "blob", "destination:" + topic));

        assertThat(peer.hear())
                .contains("\ncontent-type:application/xml;charset=utf-8\n", "\ncontent-length:5\n")
                .endsWith("\n\n<ü/>\0");
        assertThat(peer.hear()).doesNotContain("content-type").endsWith("\n\nblob\0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1", "1.2"})
    void refusesAContentTypeThatIsNoMimeType(String version) {
        peer(version)
                .say(frame("SEND", "x", "destination:/topic/chat.a", "content-type:none"))
                .hearRefusal("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1", "1.2"})
    void countsTheFirstOfRepeatedHeaders(String version) {
        Peer peer = peer(version);
        peer.say(frame("BEGIN", "", "transaction:t", "receipt:World", "receipt:Hello"));

        assertThat(peer.hear()).isEqualTo("RECEIPT\nreceipt-id:World\n\n\0");
    }

    @Test
    void takesFramesInBinaryMessages() {
        Peer peer = peer("1.2");
        peer.say(frame("BEGIN", "", "transaction:t", "receipt:1").getBytes(StandardCharsets.UTF_8));

        assertThat(peer.hear()).isEqualTo("RECEIPT\nreceipt-id:1\n\n\0");
    }

    /** As a colon stands in the headers that a version writes. */
    private static String colon(String version) {
        return version.equals("1.0") ? ":" : "\\c";
    }
}
