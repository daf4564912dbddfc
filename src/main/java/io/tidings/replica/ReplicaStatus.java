package io.tidings.replica;

/**
 * How a replica stands, as last looked at by its thread.
 *
 * @param logs how many logs it follows
 * @param joined how many of them have been read back
 * @param behind how many of them are behind the newest head that is known
 * @param topics how many topics it knows
 * @param bytes what these take, in bytes
 */
record ReplicaStatus(int logs, int joined, int behind, long topics, long bytes) {

    static final ReplicaStatus NONE = new ReplicaStatus(0, 0, 0, 0, 0);

    ReplicaStatus plus(ReplicaStatus other) {
        return new ReplicaStatus(
                logs + other.logs,
                joined + other.joined,
                behind + other.behind,
                topics + other.topics,
                bytes + other.bytes);
    }
}
