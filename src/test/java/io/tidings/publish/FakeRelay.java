package io.tidings.publish;

import io.tidings.relay.Relay;
import io.tidings.relay.RelayUnavailableException;
import io.tidings.topic.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A relay whose broker confirms when the test says so. */
final class FakeRelay implements Relay {

    final List<Batch> published = new ArrayList<>();

    final List<CompletableFuture<Void>> receipts = new ArrayList<>();

    boolean connected = true;

    @Override
    public CompletableFuture<Void> publish(Batch batch) {
        published.add(batch);
        CompletableFuture<Void> receipt = new CompletableFuture<>();
        receipts.add(receipt);
        return receipt;
    }

    void confirm(int index) {
        receipts.get(index).complete(null);
    }

    void fail(int index) {
        receipts.get(index).completeExceptionally(new RelayUnavailableException("no link"));
    }

    @Override
    public void subscribe(Consumer<Batch> sink) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public void onConnectionChange(Consumer<Boolean> listener) {
        throw new UnsupportedOperationException();
    }
}
