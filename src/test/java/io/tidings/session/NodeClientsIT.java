package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.Node;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * STOMP clients that others wrote, under Node: each connects, subscribes, publishes, is cut off, resumes, meets an ERROR and
 * disconnects, as {@code node/clients.cjs} has it.
 */
class NodeClientsIT extends AbstractEdgeIT {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"stomp__stompjs", "webstomp-client", "stompjs"})
    void speakWithThisServer(String client) throws Exception {
        Node node = Node.orSkip(folder);
        node.unpack("ws");
        node.unpack(client);

        Node.Outcome outcome = node.run("node/clients.cjs", List.of(client, String.valueOf(port())));

        assertThat(outcome.text()).isEmpty();
        assertThat(outcome.code()).isZero();
    }
}
