package io.tidings.cluster;

/** Too many questions are under way; one may be asked again when they are answered. */
public final class TooManyQuestionsException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TooManyQuestionsException(int max) {
        super("questions under way: " + max + " (expected: fewer)");
    }
}
