package io.tidings.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of a list, in its order.
 *
 * @param items the items; there may be fewer than were asked for where more follow
 * @param next what to ask for the items after them with, as {@code after}; absent where there are none
 * @param missing the nodes that did not answer in time, whose part is missing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Page<T>(List<T> items, @Nullable String next, List<MissingNode> missing) {}
