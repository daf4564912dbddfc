package io.tidings.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;
import org.springframework.stereotype.Component;

class DemoApplicationTests {

    @Test
    void isTheOnlyMainClassAmongTheTestsSoThatTestRunFindsIt() throws IOException {
        assertThat(testClasses("io/tidings/**/*.class"))
                .filteredOn(type -> type.getDeclaredMethods().stream()
                        .anyMatch(method -> method.getMethodName().equals("main")))
                .extracting(AnnotationMetadata::getClassName)
                .containsExactly(DemoApplication.class.getName());
    }

    @Test
    void bringsNothingThatTheApplicationWouldScan() throws IOException {
        assertThat(testClasses("io/tidings/demo/*.class"))
                .isNotEmpty()
                .noneMatch(type -> type.isAnnotated(Component.class.getName()));
    }

    private static List<AnnotationMetadata> testClasses(String pattern) throws IOException {
        SimpleMetadataReaderFactory readers = new SimpleMetadataReaderFactory();
        List<AnnotationMetadata> classes = new ArrayList<>();
        for (Resource resource : new PathMatchingResourcePatternResolver().getResources("classpath*:" + pattern)) {
            if (resource.getURL().getPath().contains("/test-classes/")) {
                classes.add(readers.getMetadataReader(resource).getAnnotationMetadata());
            }
        }
        return classes;
    }
}
