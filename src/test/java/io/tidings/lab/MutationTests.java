package io.tidings.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutationTests {

    private static final String SAMPLE = Sample.class.getName();

    @TempDir
    private Path folder;

    @Test
    void hasAMethodDoNothing() throws Exception {
        assertThat(mutated(Mutation.doNothing(SAMPLE, "count")).get()).isEqualTo("one, 0, false");
    }

    @Test
    void hasAFutureBeCompletedAtOnce() throws Exception {
        assertThat(mutated(Mutation.completeAtOnce(SAMPLE, "done")).get()).isEqualTo("one, 1, true");
    }

    @Test
    void hasAnotherMethodCalled() throws Exception {
        assertThat(mutated(Mutation.callInstead(SAMPLE, "get", "one", "other")).get())
                .isEqualTo("other, 1, false");
    }

    @Test
    void failsWhereThereIsNothingToChange() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Mutation.doNothing(SAMPLE, "missing").write(folder));
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        Mutation.callInstead(SAMPLE, "get", "missing", "other").write(folder));
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> Mutation.doNothing("io.tidings.Missing", "count").write(folder));
    }

    @SuppressWarnings("unchecked")
    private Supplier<String> mutated(Mutation mutation) throws Exception {
        mutation.write(folder);
        byte[] bytes = Files.readAllBytes(folder.resolve(SAMPLE.replace('.', '/') + ".class"));
        Class<?> type = new ClassLoader(getClass().getClassLoader()) {
            Class<?> define() {
                return defineClass(SAMPLE, bytes, 0, bytes.length);
            }
        }.define();
        return (Supplier<String>) type.getDeclaredConstructor().newInstance();
    }

    /** Has something to mutate. */
    public static final class Sample implements Supplier<String> {

        private int counted;

        @Override
        public String get() {
            count();
            return one() + ", " + counted + ", "
                    + done(new CompletableFuture<>()).isDone();
        }

        void count() {
            for (int i = 0; i < 1; i++) {
                counted++;
            }
        }

        CompletableFuture<Void> done(CompletableFuture<Void> awaited) {
            return awaited.isDone() ? CompletableFuture.failedFuture(new IllegalStateException()) : awaited;
        }

        String one() {
            return "one";
        }

        String other() {
            return "other";
        }
    }
}
