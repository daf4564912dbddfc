const still = matchMedia('(prefers-reduced-motion: reduce)');

/** Lights an element up for a moment: `up`, `down` or `news`. Its colours come from the style sheet. */
export function flash(element, kind) {
  if (still.matches) {
    return;
  }
  element.getAnimations().forEach((animation) => animation.cancel());
  element.animate([{ backgroundColor: `var(--flash-${kind})` }, { backgroundColor: 'transparent' }], {
    duration: 900,
    easing: 'ease-out',
  });
}
