package io.tidings.probe;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Asks a node on this machine whether it lives, and ends with 0 if it says so, and with 1 otherwise. It is a program of its
 * own, started every half minute beside the node, and so uses nothing but Java's oldest client, which starts the fastest.
 */
public final class HealthCheck {

    private static final int TIMEOUT_MILLIS = 3_000;

    private HealthCheck() {}

    public static void main(String[] arguments) {
        String complaint = complaint(System.getenv("TIDINGS_PROBE_FILE"));
        if (!complaint.isEmpty()) {
            System.err.println(complaint);
            System.exit(1);
        }
    }

    /** What is wrong with the node whose address the file holds; empty if nothing. */
    static String complaint(@Nullable String file) {
        if (file == null) {
            return "TIDINGS_PROBE_FILE: not set (expected: the file that the node writes)";
        }
        try {
            String url = Files.readString(Path.of(file));
            int status = status(new URI(url).toURL());
            return status == 200 ? "" : url + ": " + status + " (expected: 200)";
        } catch (IOException | URISyntaxException | GeneralSecurityException | IllegalArgumentException e) {
            return "no answer: " + e;
        }
    }

    private static int status(URL url) throws IOException, GeneralSecurityException {
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        if (connection instanceof HttpsURLConnection secure) {
            trust(secure);
        }
        return connection.getResponseCode();
    }

    /** The certificate names the service, not this machine's own address; nobody else answers there. */
    private static void trust(HttpsURLConnection connection) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAnyone()}, null);
        connection.setSSLSocketFactory(context.getSocketFactory());
        connection.setHostnameVerifier((host, session) -> true);
    }
}
