package io.tidings.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.ArtemisBroker;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** A relay to a broker that speaks TLS with a certificate of its own making. */
class TlsRelayIT {

    private static final String PASSWORD = "for-tests-only";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void makeCertificates() throws Exception {
        makeCertificate("right", "san=ip:127.0.0.1,dns:localhost");
        makeCertificate("foreign", "san=dns:broker.example");
    }

    @Test
    void connectsWhereTheCertificateIsTrustedAndTheHosts() {
        try (ArtemisBroker broker = broker("right");
                Node node = start(broker, "right")) {
            node.awaitConnected();
            AbstractRelayIT.join(node.relay.publish(Batches.of(0, new byte[200_000])));
            Awaitility.await().until(() -> node.received.size() == 1);
        }
    }

    @Test
    void refusesACertificateOfAnotherHost() {
        try (ArtemisBroker broker = broker("foreign");
                Node node = start(broker, "foreign")) {
            assertRefused(node, "No subject alternative names matching IP address 127.0.0.1 found");
        }
    }

    @Test
    void refusesACertificateThatIsNotTrusted() {
        try (ArtemisBroker broker = broker("right");
                Node node = start(broker, "foreign")) {
            assertRefused(node, "unable to find valid certification path");
        }
    }

    private static void assertRefused(Node node, String reason) {
        Awaitility.await().until(() -> node.relay.state().reason().contains(reason));
        assertThat(node.relay.isConnected()).isFalse();
    }

    private static ArtemisBroker broker(String certificate) {
        return ArtemisBroker.createTls(folder.resolve(certificate + ".p12"), PASSWORD);
    }

    private static Node start(ArtemisBroker broker, String trusted) {
        PemSslStoreDetails trust = PemSslStoreDetails.forCertificate(
                folder.resolve(trusted + ".pem").toUri().toString());
        SslBundle bundle = SslBundle.of(new PemSslStoreBundle(null, trust));
        return Node.stomp(
                Properties.of(broker.address()).bind(),
                new BrokerTls(new DefaultSslBundleRegistry("broker", bundle), "broker"));
    }

    private static void makeCertificate(String name, String extension) throws Exception {
        String store = folder.resolve(name + ".p12").toString();
        keytool(
                "-genkeypair",
                "-keystore",
                store,
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                extension);
        String pem = folder.resolve(name + ".pem").toString();
        keytool("-exportcert", "-rfc", "-keystore", store, "-alias", name, "-file", pem);
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(arguments)));
        builder.command()
                .add(
                        0,
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString());
        builder.command().addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        File output = folder.resolve("keytool.out").toFile();
        Process process =
                builder.redirectErrorStream(true).redirectOutput(output).start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output.toString()).isZero();
    }
}
