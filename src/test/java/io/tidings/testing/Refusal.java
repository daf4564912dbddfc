package io.tidings.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Starts an application that is expected to refuse its configuration. */
public final class Refusal {

    private Refusal() {}

    /** Starts; what is then said to the operator is in the captured output. */
    public static void start(Class<?> configuration, String... properties) {
        SpringApplicationBuilder application = new SpringApplicationBuilder(configuration).bannerMode(Banner.Mode.OFF);
        // As an argument, for the application's own file asks for a web server.
        String[] arguments = Stream.concat(Stream.of("spring.main.web-application-type=none"), Stream.of(properties))
                .map(property -> "--" + property)
                .toArray(String[]::new);
        assertThatThrownBy(() -> application.run(arguments).close()).isInstanceOf(Exception.class);
    }
}
