package io.tidings.topic;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * This node in this life of it: what it numbers is never taken for what it numbered before a restart.
 *
 * @param name the node's name: 1 to 100 ASCII letters, digits, {@code . _ -}; several nodes may share it
 * @param text {@code NAME-INCARNATION}, which no two share
 */
public record NodeIncarnation(String name, String text) {

    /** What may be a node's name. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private static final int MAX_NAME_LENGTH = 100;

    /**
     * A new life of a node.
     *
     * @param name the node's name, or null for the host's
     * @throws IllegalArgumentException if the name is malformed
     */
    public static NodeIncarnation start(@Nullable String name) {
        String known = name != null ? name : legal(hostName());
        if (!NAME.matcher(known).matches()) {
            throw new IllegalArgumentException("node-name: '" + TopicSyntax.printable(known)
                    + "' (expected: 1 to 100 ASCII letters, digits, '.', '_' or '-')");
        }
        return new NodeIncarnation(known, String.format("%s-%08x", known, new SecureRandom().nextInt()));
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
