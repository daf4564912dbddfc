package io.tidings.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;

class LivenessAddressTests {

    private final ServerProperties server = new ServerProperties();

    private final ManagementServerProperties management = new ManagementServerProperties();

    private final LivenessAddress address = new LivenessAddress(server, management, "", "/actuator");

    @Test
    void isOnTheLoopbackInterfaceUnlessAnAddressIsGiven() throws Exception {
        assertThat(address.onPort(8080)).isEqualTo("http://127.0.0.1:8080/actuator/health/liveness");

        server.setAddress(InetAddress.getByName("0.0.0.0"));
        assertThat(address.onPort(8080)).startsWith("http://127.0.0.1:8080/");

        server.setAddress(InetAddress.getByName("192.0.2.1"));
        assertThat(address.onPort(8080)).startsWith("http://192.0.2.1:8080/");

        server.setAddress(InetAddress.getByName("2001:db8::1"));
        assertThat(address.onPort(8080)).startsWith("http://[2001:db8:0:0:0:0:0:1]:8080/");
    }

    @Test
    void isBelowThePathOfAllThatIsOnThePort() {
        LivenessAddress below = new LivenessAddress(server, management, "/push", "/actuator");

        assertThat(below.onPort(8080)).isEqualTo("http://127.0.0.1:8080/push/actuator/health/liveness");
        assertThat(below.onManagementPort(9090)).isEqualTo("http://127.0.0.1:9090/actuator/health/liveness");
    }

    @Test
    void hasTheTlsOfThePort() {
        server.setSsl(Ssl.forBundle("web"));

        assertThat(address.onPort(8443)).isEqualTo("https://127.0.0.1:8443/actuator/health/liveness");
    }

    @Test
    void hasTheMainPortsTlsOnTheActuatorsOwnUnlessThatHasItsOwn() {
        management.setBasePath("/manage");
        assertThat(address.onManagementPort(9090)).isEqualTo("http://127.0.0.1:9090/manage/actuator/health/liveness");

        server.setSsl(Ssl.forBundle("web"));
        assertThat(address.onManagementPort(9090)).startsWith("https://127.0.0.1:9090/");

        Ssl none = new Ssl();
        none.setEnabled(false);
        management.setSsl(none);
        assertThat(address.onManagementPort(9090)).startsWith("http://127.0.0.1:9090/");
    }
}
