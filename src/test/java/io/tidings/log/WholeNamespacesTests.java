package io.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.LogId;
import java.util.List;
import org.junit.jupiter.api.Test;

class WholeNamespacesTests {

    private static final LogId FIRST = new LogId("scores", 0, "00000001");

    private static final LogId SECOND = new LogId("scores", 1, "00000001");

    private static final LogId NEWS = new LogId("news", 0, "00000002");

    private final WholeNamespaces namespaces = new WholeNamespaces();

    @Test
    void keepsANamespaceBackUntilAllOfItsLogsHaveAnswered() {
        List<LogHead> partial = List.of(new LogHead(FIRST, 5), new LogHead(NEWS, 7));
        assertThat(namespaces.filter(List.of(FIRST, SECOND, NEWS), partial)).containsExactly(new LogHead(NEWS, 7));

        List<LogHead> all = List.of(new LogHead(FIRST, 5), new LogHead(SECOND, 6), new LogHead(NEWS, 7));
        assertThat(namespaces.filter(List.of(FIRST, SECOND, NEWS), all)).isEqualTo(all);
    }

    @Test
    void tellsWhatItCanOnceANamespaceHasBeenWhole() {
        namespaces.filter(List.of(FIRST, SECOND), List.of(new LogHead(FIRST, 5), new LogHead(SECOND, 6)));

        assertThat(namespaces.filter(List.of(FIRST, SECOND), List.of(new LogHead(SECOND, 9))))
                .containsExactly(new LogHead(SECOND, 9));
    }
}
