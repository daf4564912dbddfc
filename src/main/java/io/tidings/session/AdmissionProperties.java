package io.tidings.session;

import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who may open a session, how many and how fast.
 *
 * @param allowedOrigins patterns of the origins whose pages may, besides the service's own; {@code *} for all
 * @param maxSessions the most sessions of a node
 * @param maxSessionsPerAddress the most sessions of a client address
 * @param handshakeRate the most handshakes a second that a node takes; 0 for any
 * @param handshakeRatePerAddress the most that it takes from a client address; 0 for any
 */
@Validated
@ConfigurationProperties("tidings.session")
record AdmissionProperties(
        @DefaultValue List<String> allowedOrigins,
        @DefaultValue("100000") @Min(1) int maxSessions,
        @DefaultValue("1000") @Min(1) int maxSessionsPerAddress,
        @DefaultValue("1000") @Min(0) int handshakeRate,
        @DefaultValue("100") @Min(0) int handshakeRatePerAddress) {

    AdmissionProperties {
        allowedOrigins.forEach(OriginCheck::checkPattern);
    }
}
