/** The fault laboratory: nodes, Kafka and brokers as processes, faults by a seed, and recorders that check every sequence. */
@NullMarked
package io.tidings.lab;

import org.jspecify.annotations.NullMarked;
