package io.tidings.relay;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** TLS as an SSL bundle says, with the broker's host name verified (RFC 9110, section 4.3.4). */
record BrokerTls(SslBundles bundles, String bundle) implements Supplier<SslContext> {

    /**
     * A context of the bundle as it is now.
     *
     * @throws org.springframework.boot.ssl.NoSuchSslBundleException if there is no such bundle
     */
    @Override
    public SslContext get() {
        SslBundle current = bundles.getBundle(bundle);
        try {
            SslContextBuilder builder = SslContextBuilder.forClient()
                    .keyManager(current.getManagers().getKeyManagerFactory())
                    .trustManager(current.getManagers().getTrustManagerFactory())
                    .endpointIdentificationAlgorithm("HTTPS");
            if (current.getOptions().getEnabledProtocols() != null) {
                builder.protocols(current.getOptions().getEnabledProtocols());
            }
            if (current.getOptions().getCiphers() != null) {
                builder.ciphers(List.of(current.getOptions().getCiphers()));
            }
            return builder.build();
        } catch (SSLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
