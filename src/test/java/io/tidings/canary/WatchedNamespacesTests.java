package io.tidings.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidings.topic.Namespace;
import io.tidings.topic.Namespaces;
import io.tidings.topic.Policy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchedNamespacesTests {

    private static final Policy EPHEMERAL = new Policy(false, false, new Policy.History(0, Duration.ZERO), 100, 1024);

    private static final Namespaces NAMESPACES = new Namespaces(
            List.of(
                    namespace("scores", Policy.DEFAULT),
                    namespace("news", Policy.DEFAULT),
                    namespace("cursors", EPHEMERAL)),
            null);

    @Test
    void areTheDurableOnesButForThoseThatAreExcepted() {
        assertThat(WatchedNamespaces.of(NAMESPACES, List.of()).names()).containsExactlyInAnyOrder("scores", "news");
        assertThat(WatchedNamespaces.of(NAMESPACES, List.of("news")).names()).containsExactly("scores");
    }

    @Test
    void refuseAnExceptionThatIsNoDurableNamespace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WatchedNamespaces.of(NAMESPACES, List.of("cursors")))
                .withMessage("tidings.canary.except: 'cursors' (expected: a durable namespace, one of [news, scores])");
    }

    private static Namespace namespace(String name, Policy policy) {
        return Namespace.of(name, policy, Namespace.Access.DEFAULT);
    }
}
