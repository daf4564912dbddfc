package io.tidings;

import io.tidings.topic.TopicFrom;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** Reads {@code topic-from} from configuration, so that a failure names its key. */
@Component
@ConfigurationPropertiesBinding
final class TopicFromConverter implements Converter<String, TopicFrom> {

    @Override
    public TopicFrom convert(String text) {
        return TopicFrom.parse(text);
    }
}
