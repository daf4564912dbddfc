package io.tidings.publish;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * This node in this life of it: what it numbers is never taken for what it numbered before a restart.
 *
 * @param text {@code NAME-INCARNATION}
 */
record NodeIncarnation(String text) {

    private static final int MAX_NAME_LENGTH = 100;

    /**
     * A new life of a node.
     *
     * @param name the node's name, or null for the host's
     */
    static NodeIncarnation start(@Nullable String name) {
        return new NodeIncarnation(
                String.format("%s-%08x", name != null ? name : legal(hostName()), new SecureRandom().nextInt()));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "node";
        }
    }

    static String legal(String hostName) {
        String legal = hostName.replaceAll("[^A-Za-z0-9._-]", "-");
        return legal.substring(0, Math.min(MAX_NAME_LENGTH, legal.length()));
    }
}
