package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

@Import(NioEdge.class)
class StompEdgeNioIT extends StompEdgeIT {

    @Autowired
    private Sessions sessions;

    @Test
    void livesOnJavasOwnTransport() throws Exception {
        connect();
        CompletableFuture<String> thread = new CompletableFuture<>();
        sessions.all()
                .iterator()
                .next()
                .onLoop(() -> thread.complete(Thread.currentThread().getName()));

        assertThat(thread.get(20, TimeUnit.SECONDS)).startsWith("edge-nio-");
    }
}
