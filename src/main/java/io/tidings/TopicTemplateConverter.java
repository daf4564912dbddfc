package io.tidings;

import io.tidings.topic.TopicTemplate;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** Reads the topics of a rule from configuration, so that a failure names its key. */
@Component
@ConfigurationPropertiesBinding
final class TopicTemplateConverter implements Converter<String, TopicTemplate> {

    @Override
    public TopicTemplate convert(String text) {
        return TopicTemplate.parse(text);
    }
}
