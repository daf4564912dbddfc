package io.tidings.access;

import java.util.List;
import java.util.Set;

/** A principal that has been given rights by name, and of whom more is known than the name. */
public interface Scoped {

    /** The names, as {@code scope:NAME} rules ask for them. */
    Set<String> scopes();

    /** The texts of a claim, as {@code {claim:NAME}} in the topics of a rule asks for them; none where it is missing. */
    default List<String> claim(String name) {
        return List.of();
    }
}
