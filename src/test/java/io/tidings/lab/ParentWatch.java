package io.tidings.lab;

/**
 * Ends a child process with the process that started it, however that ended. A bean without a stereotype: it is named as a
 * source of the child's application only.
 */
final class ParentWatch {

    ParentWatch() {
        ProcessHandle.current()
                .parent()
                .ifPresentOrElse(parent -> parent.onExit().thenRun(ParentWatch::halt), ParentWatch::halt);
    }

    private static void halt() {
        Runtime.getRuntime().halt(1);
    }
}
