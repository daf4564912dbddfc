package io.tidings;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/** Lets {@code scores: {}} stand for a namespace of which nothing is said: YAML makes an empty text of it. */
final class NamespacesBindHandler extends AbstractBindHandler {

    private static final ConfigurationPropertyName NAMESPACES = ConfigurationPropertyName.of("tidings.namespaces");

    NamespacesBindHandler(BindHandler parent) {
        super(parent);
    }

    @Override
    public @Nullable Object onFailure(
            ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error) throws Exception {
        return NAMESPACES.isParentOf(name) && isEmptyText(context)
                ? NamespaceProperties.DEFAULT
                : super.onFailure(name, target, context, error);
    }

    private static boolean isEmptyText(BindContext context) {
        return context.getConfigurationProperty() != null
                && context.getConfigurationProperty().getValue().equals("");
    }
}
