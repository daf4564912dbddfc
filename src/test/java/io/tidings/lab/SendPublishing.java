package io.tidings.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Publishes by SEND, in one session for as long as that lasts. */
final class SendPublishing implements Publishing {

    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(8);

    private @Nullable StompSession session;

    @Override
    public void publish(int port, String topic, String body, String key) throws IOException {
        try {
            StompSession open = session;
            if (open == null) {
                open = StompSession.connect(port);
                session = open;
            }
            List<String> headers = new ArrayList<>(List.of("destination:/topic/" + topic, "receipt:sent"));
            if (!key.isEmpty()) {
                headers.add("idempotency-key:" + key);
            }
            open.send("SEND", body, headers.toArray(String[]::new));
            StompFrame answer = open.next(System.nanoTime() + TIMEOUT_NANOS);
            if (!answer.command().equals("RECEIPT")) {
                throw new IOException(answer.toString());
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            if (session != null) {
                session.close();
                session = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
