package io.tidings.fanout;

import io.tidings.replica.View;
import io.tidings.topic.Cursor;
import io.tidings.topic.Update;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** What a view owes a subscription, in order: its last values, then its updates. */
final class Owed {

    private final View view;

    private final boolean gap;

    private final @Nullable Cursor position;

    private int next;

    /**
     * All of a view.
     *
     * @param gap whether the first frame says so
     * @param position what the last frame says of where live begins; null if it does not
     */
    Owed(View view, boolean gap, @Nullable Cursor position) {
        this.view = view;
        this.gap = gap;
        this.position = position;
    }

    boolean hasNext() {
        return next < size();
    }

    int remaining() {
        return size() - next;
    }

    Update next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int states = view.lastValues().size();
        Update update =
                next < states ? view.lastValues().get(next) : view.updates().get(next - states);
        next++;
        return update;
    }

    /** What the frame of the update that was taken last says. */
    Marks marks() {
        boolean snapshot = next <= view.lastValues().size();
        boolean isFirst = next == 1;
        boolean isLast = next == size();
        if ((isFirst && gap) || (isLast && position != null)) {
            return new Marks(snapshot, isFirst && gap, isLast ? position : null);
        }
        return snapshot ? Marks.STATE : Marks.NEWS;
    }

    private int size() {
        return view.lastValues().size() + view.updates().size();
    }
}
