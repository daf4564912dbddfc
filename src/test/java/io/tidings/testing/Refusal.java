package io.tidings.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Starts an application that is expected to refuse its configuration. */
public final class Refusal {

    private Refusal() {}

    /** Starts; what is then said to the operator is in the captured output. */
    public static void start(Class<?> configuration, String... properties) {
        SpringApplicationBuilder application = new SpringApplicationBuilder(configuration)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF);
        String[] arguments =
                Arrays.stream(properties).map(property -> "--" + property).toArray(String[]::new);
        assertThatThrownBy(() -> application.run(arguments).close()).isInstanceOf(Exception.class);
    }
}
