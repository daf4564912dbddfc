package io.tidings.access;

import java.util.Set;

/** A principal that has been given rights by name. */
public interface Scoped {

    /** The names, as {@code scope:NAME} rules ask for them. */
    Set<String> scopes();
}
