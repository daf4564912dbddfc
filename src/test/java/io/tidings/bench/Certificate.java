package io.tidings.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A certificate of the benchmark's own making. */
final class Certificate {

    private static final String PASSWORD = "for-benchmarks-only";

    private Certificate() {}

    /** The server's settings for it; made at the first call. */
    static List<String> settings(Path folder) {
        Path store = folder.resolve("bench.p12").toAbsolutePath();
        if (!Files.exists(store)) {
            make(store);
        }
        return List.of("--server.ssl.key-store=" + store, "--server.ssl.key-store-password=" + PASSWORD);
    }

    private static void make(Path store) {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String options = "-genkeypair -alias bench -keyalg EC -dname CN=bench -ext san=ip:127.0.0.1 -storetype PKCS12";
        List<String> command = new ArrayList<>(List.of(keytool));
        command.addAll(List.of(options.split(" ")));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        try {
            int code = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (code != 0) {
                throw new IllegalStateException("keytool: ended with " + code);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
