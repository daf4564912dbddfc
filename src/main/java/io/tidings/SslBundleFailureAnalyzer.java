package io.tidings;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.ssl.NoSuchSslBundleException;

/** Says which SSL bundle is missing, or which file of one cannot be read. */
final class SslBundleFailureAnalyzer extends AbstractFailureAnalyzer<RuntimeException> {

    private static final String DESCRIBE = "Describe it under spring.ssl.bundle.pem.NAME or .jks.NAME, as "
            + "src/docs/configuration.md shows under TLS and logins.";

    private static final String CORRECT =
            "See that the file is there, that the service may read it, and that it is what "
                    + "its key says: a certificate, a private key, a store with that password.";

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, RuntimeException cause) {
        for (Throwable current = rootFailure; current != null; current = current.getCause()) {
            if (current instanceof NoSuchSslBundleException missing) {
                return new FailureAnalysis(
                        "ssl.bundle: '" + missing.getBundleName() + "' (expected: the name of an SSL bundle)",
                        DESCRIBE,
                        current);
            }
            if (current instanceof IllegalStateException && isOfStore(current.getMessage())) {
                return new FailureAnalysis("spring.ssl.bundle: " + current.getMessage(), CORRECT, current);
            }
        }
        return null;
    }

    /** As Boot's store bundles say it: they have no exception of their own. */
    private static boolean isOfStore(@Nullable String message) {
        return message != null
                && (message.startsWith("Unable to create key store: ")
                        || message.startsWith("Unable to create trust store: "));
    }
}
