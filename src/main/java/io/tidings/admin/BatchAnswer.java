package io.tidings.admin;

import java.util.List;

/**
 * The answer to a batch.
 *
 * @param published how many of its publications are safe
 * @param failed how many are not, or may not be
 * @param results one for each publication, in the batch's order
 */
record BatchAnswer(int published, int failed, List<BatchResult> results) {

    static BatchAnswer of(List<BatchResult> results) {
        int failed = (int)
                results.stream().filter(result -> result.problem() != null).count();
        return new BatchAnswer(results.size() - failed, failed, results);
    }
}
