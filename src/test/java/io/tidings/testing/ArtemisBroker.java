package io.tidings.testing;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.jspecify.annotations.Nullable;

/**
 * An embedded ActiveMQ Artemis with a STOMP acceptor on the loopback interface, nothing on disk. It can be stopped and
 * started again and keeps its port.
 */
public final class ArtemisBroker implements AutoCloseable {

    private static final int MAX_QUEUE_MESSAGES = 10_000;

    private static final String ROLE = "nodes";

    static {
        QuietLogs.of("org.apache.activemq", "io.netty");
    }

    private final int port;

    private final String tls;

    private final @Nullable ActiveMQJAASSecurityManager security;

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();

    private ArtemisBroker(int port, String tls, @Nullable ActiveMQJAASSecurityManager security) {
        this.port = port;
        this.tls = tls;
        this.security = security;
        broker.setConfiguration(configuration());
        if (security != null) {
            broker.setSecurityManager(security);
        }
        start();
    }

    /** Starts a broker on a free port that takes any login. */
    public static ArtemisBroker create() {
        return create(FreePorts.next());
    }

    /** Starts a broker on this port that takes any login. */
    public static ArtemisBroker create(int port) {
        return new ArtemisBroker(port, "", null);
    }

    /** Starts a broker on a free port that takes this one login. */
    public static ArtemisBroker createSecured(String login, String passcode) {
        SecurityConfiguration users = new SecurityConfiguration();
        users.addUser(login, passcode);
        users.addRole(login, ROLE);
        return new ArtemisBroker(
                FreePorts.next(), "", new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
    }

    /** Starts a broker on a free port that speaks TLS with the certificate of a PKCS#12 store. */
    public static ArtemisBroker createTls(Path store, String password) {
        String tls = ";sslEnabled=true;keyStoreType=PKCS12;keyStorePath=" + store + ";keyStorePassword=" + password;
        return new ArtemisBroker(FreePorts.next(), tls, null);
    }

    /** Where STOMP clients connect: {@code host:port}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** The port for STOMP. */
    public int port() {
        return port;
    }

    /** Starts the broker again after a {@link #stop()}. */
    public void start() {
        try {
            broker.start();
            if (!broker.getActiveMQServer().waitForActivation(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Artemis did not become active");
            }
        } catch (Exception e) {
            throw new IllegalStateException("Artemis on port " + port, e);
        }
    }

    /** Stops the broker; clients see their connections close. */
    public void stop() {
        try {
            broker.stop();
        } catch (Exception e) {
            throw new IllegalStateException("Artemis on port " + port, e);
        }
    }

    /** How many connections the broker holds. */
    public int connections() {
        return broker.getActiveMQServer().getRemotingService().getConnections().size();
    }

    @Override
    public void close() {
        stop();
    }

    private Configuration configuration() {
        try {
            return new ConfigurationImpl()
                    .setPersistenceEnabled(false)
                    .setJMXManagementEnabled(false)
                    .setSecurityEnabled(security != null)
                    .addAcceptorConfiguration("stomp", acceptor())
                    .putSecurityRoles("#", Set.of(everything()))
                    // What a node that does not keep up has not taken is bounded in its own queue: the oldest goes.
                    .addAddressSetting("#", new AddressSettings().setDefaultRingSize(MAX_QUEUE_MESSAGES));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String acceptor() {
        return "tcp://127.0.0.1:" + port + "?protocols=STOMP;multicastPrefix=/topic/;anycastPrefix=/queue/" + tls;
    }

    private static Role everything() {
        return new Role(ROLE, true, true, true, true, true, true, false, false, true, true, false, false);
    }
}
