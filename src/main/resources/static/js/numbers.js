const PRICE = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const COMPACT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

export const price = (value) => PRICE.format(value);

export const whole = (value) => WHOLE.format(value);

export const compact = (value) => COMPACT.format(value);

/** `▲ 1.27%`: the direction is in the sign and not in the colour alone. */
export function percent(change) {
  if (change === null) {
    return '';
  }
  return `${{ up: '▲', down: '▼', flat: '•' }[direction(change)]} ${PRICE.format(Math.abs(change))}%`;
}

/** `up`, `down` or, where it rounds to nothing, `flat`. */
export function direction(change) {
  if (change === null || Math.abs(change) < 0.005) {
    return 'flat';
  }
  return change > 0 ? 'up' : 'down';
}

/** A time span for reading: `40 ms`, `1.2 s`, `35 s`, `4 min`. */
export function span(milliseconds) {
  if (milliseconds < 100) {
    return `${Math.round(milliseconds)} ms`;
  }
  if (milliseconds < 10_000) {
    return `${(milliseconds / 1000).toFixed(1)} s`;
  }
  return milliseconds < 120_000
    ? `${Math.round(milliseconds / 1000)} s`
    : `${Math.round(milliseconds / 60_000)} min`;
}
