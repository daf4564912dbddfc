/** Draws what has changed once a frame, however many updates came in between. */

const changed = new Set();
let scheduled = false;

/** Has `view.paint()` called in the next frame, once. */
export function repaint(view) {
  changed.add(view);
  if (!scheduled) {
    scheduled = true;
    requestAnimationFrame(paint);
  }
}

function paint() {
  scheduled = false;
  const views = [...changed];
  changed.clear();
  for (const view of views) {
    view.paint();
  }
}
