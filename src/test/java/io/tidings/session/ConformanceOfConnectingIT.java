package io.tidings.session;

import static io.tidings.testing.StompClient.frame;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the specifications say of CONNECT, versions, heart-beats and the end of a connection. */
class ConformanceOfConnectingIT extends AbstractConformanceIT {

    @ParameterizedTest
    @CsvSource({"CONNECT,1.0", "CONNECT,1.1", "CONNECT,1.2", "STOMP,1.0", "STOMP,1.1", "STOMP,1.2"})
    void answersConnectAndStompAlike(String command, String version) {
        Peer peer = peer();
        peer.say(frame(command, "", "accept-version:" + version, "host:h", "login:l", "passcode:p"));

        assertThat(peer.hear())
                .startsWith("CONNECTED\n")
                .contains("\nversion:" + version + "\n", "\nserver:tidings\n")
                .containsPattern("\nsession:[0-9a-z]+\n")
                .endsWith("\n\n\0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1.0,1.1,2.0|1.1", "1.1,1.0|1.1", "1.2,1.1,1.0|1.2", "1.0,1.1,1.2,1.3|1.2", "1.0|1.0"})
    void agreesOnTheHighestVersionInCommon(String accepted, String agreed) {
        Peer peer = peer();
        peer.say(frame("CONNECT", "", "accept-version:" + accepted, "host:h"));

        assertThat(peer.hear()).contains("\nversion:" + agreed + "\n");
    }

    @Test
    void speaksTheFirstVersionWithoutAcceptVersion() {
        Peer peer = peer();
        peer.say(frame("CONNECT", "", "login: a", "passcode:b"));

        assertThat(peer.hear()).contains("\nversion:1.0\n");
    }

    @Test
    void saysWhichVersionsItSpeaksWhereNoneIsInCommon() {
        String error = peer().say(frame("CONNECT", "", "accept-version:2.1", "host:h", "receipt:r"))
                .hearRefusal("accept-version");

        assertThat(error).contains("\nversion:1.0,1.1,1.2\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1", "1.2"})
    void forgivesAMissingHost(String version) {
        Peer peer = peer();
        peer.say(frame("CONNECT", "", "accept-version:" + version));

        assertThat(peer.hear()).contains("\nversion:" + version + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SEND", "SUBSCRIBE", "DISCONNECT"})
    void refusesFramesBeforeConnect(String command) {
        peer().say(frame(command, "", "destination:/topic/chat.a", "id:1")).hearRefusal("CONNECT first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1", "1.2"})
    void refusesASecondConnect(String version) {
        peer(version).say(frame("CONNECT", "", "accept-version:1.2", "host:h")).hearRefusal("and once");
    }

    @Test
    void confirmsNoConnect() {
        Peer peer = peer();
        peer.say(
                frame("CONNECT", "", "accept-version:1.2", "host:h", "receipt:no"),
                frame("BEGIN", "", "transaction:t", "receipt:1"));

        assertThat(peer.hear()).startsWith("CONNECTED\n").doesNotContain("receipt");
        assertThat(peer.hear()).isEqualTo("RECEIPT\nreceipt-id:1\n\n\0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1", "1.2"})
    void saysWhichHeartBeatsItCanAndWants(String version) {
        Peer peer = peer();
        peer.say(frame("CONNECT", "", "accept-version:" + version, "host:h"));

        assertThat(peer.hear()).contains("\nheart-beat:1000,1000\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "a,b", "-1,0", "1,-1", "1.5,0", "1, 1"})
    void refusesHeartBeatsThatAreNoTwoNumbers(String heartBeat) {
        peer().say(frame("CONNECT", "", "accept-version:1.2", "host:h", "heart-beat:" + heartBeat))
                .hearRefusal("heart-beat");
    }

    @Test
    void sendsASingleLineFeedWhereThereIsNothingElse() {
        Peer peer = peer();
        peer.say(frame("CONNECT", "", "accept-version:1.2", "host:h", "heart-beat:0,500"));

        assertThat(peer.hear()).startsWith("CONNECTED\n");
        assertThat(peer.hear()).isEqualTo("\n");
        assertThat(peer.hear()).isEqualTo("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1", "1.2"})
    void confirmsDisconnectAndCloses(String version) {
        Peer peer = peer(version);
        peer.say(
                frame("DISCONNECT", "", "receipt:77"),
                frame("SEND", "late", "destination:/topic/chat.a", "receipt:late"));

        assertThat(peer.hear()).isEqualTo("RECEIPT\nreceipt-id:77\n\n\0");
        peer.hearClose();
    }

    @Test
    void servesClientsThatComeAndGo() {
        Set<String> sessions = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            Peer peer = peer();
            peer.say(frame("CONNECT", "", "accept-version:1.2", "host:h"));
            sessions.add(peer.hear().replaceAll("(?s).*\nsession:(\\w+)\n.*", "$1"));
            peer.close();
        }

        assertThat(sessions).hasSize(30);
    }
}
