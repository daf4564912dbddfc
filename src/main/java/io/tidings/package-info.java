/** Tidings: live updates from Kafka, over a message broker, to every subscribed browser. */
@NullMarked
package io.tidings;

import org.jspecify.annotations.NullMarked;
