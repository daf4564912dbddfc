package io.tidings;

import io.tidings.topic.AccessRule;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** Reads an access rule from configuration, so that a failure names its key. */
@Component
@ConfigurationPropertiesBinding
final class AccessRuleConverter implements Converter<String, AccessRule> {

    @Override
    public AccessRule convert(String text) {
        return AccessRule.parse(text);
    }
}
