package io.tidings.session;

import io.tidings.testing.StompClient;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** The edge under TLS, with a certificate of its own making: every write takes the way through the channel's pipeline. */
final class TlsEdge implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final String PASSWORD = "for-tests-only";

    private static final Path STORE = makeCertificate();

    /** HTTP/2 and compression bring handlers of their own, which must not get between the upgrade and the session. */
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestPropertyValues.of(
                        "server.ssl.key-store=" + STORE,
                        "server.ssl.key-store-password=" + PASSWORD,
                        "server.http2.enabled=true",
                        "server.compression.enabled=true")
                .applyTo(context);
    }

    static StompClient newClient(int port, String... protocols) {
        HttpClient http = HttpClient.newBuilder().sslContext(trusting()).build();
        return StompClient.open(http, URI.create("wss://127.0.0.1:" + port + "/ws"), protocols);
    }

    /** Trusts the edge's certificate. */
    static SSLContext trusting() {
        try (InputStream in = Files.newInputStream(STORE)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("edge", keys.getCertificate("edge"));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path makeCertificate() {
        try {
            Path folder = Files.createTempDirectory("tidings-edge");
            Path store = folder.resolve("edge.p12");
            String keytool =
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
            String options =
                    "-genkeypair -alias edge -keyalg EC -dname CN=edge -ext san=ip:127.0.0.1 -storetype PKCS12";
            ProcessBuilder builder = new ProcessBuilder(keytool);
            builder.command().addAll(List.of(options.split(" ")));
            builder.command().addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
            Process process = builder.inheritIO().start();
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("keytool failed");
            }
            // Deleted in reverse.
            folder.toFile().deleteOnExit();
            store.toFile().deleteOnExit();
            return store;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
