import { repaint } from './frame.js';
import { compact, direction, percent, price } from './numbers.js';

const WINDOW_SECONDS = 120;
const NARROWEST_SECONDS = 10;

/** The large chart of the ticker that is chosen; until somebody chooses, of the first that moves. */
export class Chart {
  #figure = document.getElementById('chart');
  #box = document.getElementById('chart-plot');
  #chosen = null;
  #plot = null;
  #summarised = 0;

  constructor() {
    new ResizeObserver(() => this.#resize()).observe(this.#box);
    document.addEventListener('themechange', () => this.#plot?.redraw());
  }

  choose(ticker) {
    this.#chosen?.choose(false);
    this.#chosen = ticker;
    this.#summarised = 0;
    ticker.choose(true);
    repaint(this);
  }

  changed(ticker, message) {
    if (ticker === this.#chosen) {
      repaint(this);
    } else if (!this.#chosen && !message.isSnapshot) {
      this.choose(ticker);
    }
  }

  removed(ticker) {
    if (ticker === this.#chosen) {
      this.#chosen = null;
      this.#figure.hidden = true;
    }
  }

  paint() {
    if (!this.#chosen) {
      return;
    }
    this.#figure.hidden = false;
    this.#paintHead(this.#chosen);
    this.#plot ??= this.#newPlot();
    this.#plot.setData([this.#chosen.times, this.#chosen.prices]);
    this.#summarise(this.#chosen);
  }

  #paintHead({ quote, position }) {
    this.#figure.dataset.direction = direction(quote.change);
    write('chart-symbol', quote.symbol);
    write('chart-price', price(quote.price));
    write('chart-change', percent(quote.change));
    write('chart-volume', quote.volume === null ? '' : `Volume ${compact(quote.volume)}`);
    write('chart-position', position);
  }

  /** The chart in words for those who do not see it: refreshed now and then, not with every tick. */
  #summarise({ quote, prices }) {
    if (performance.now() - this.#summarised > 5_000 || this.#summarised === 0) {
      this.#summarised = performance.now();
      const low = price(Math.min(...prices));
      const high = price(Math.max(...prices));
      this.#box.setAttribute(
        'aria-label',
        `Recent prices of ${quote.symbol}: between ${low} and ${high}, now ${price(quote.price)}`,
      );
    }
  }

  #newPlot() {
    const line = () => colour(this.#figure, '--line');
    const axis = { stroke: () => colour(this.#figure, '--muted'), font: '11px system-ui, sans-serif' };
    const faint = () => colour(this.#figure, '--rule');
    return new globalThis.uPlot(
      {
        ...this.#size(),
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false } },
        scales: {
          x: { range: (plot, from, to) => [lower(from, to), to] },
          y: { range: (plot, low, high) => padded(low, high) },
        },
        axes: [
          { ...axis, grid: { show: false }, ticks: { show: false }, size: 26, space: 80, values: clockTimes },
          {
            ...axis,
            side: 1,
            grid: { stroke: faint, width: 1 },
            ticks: { show: false },
            size: (plot, values) => 18 + 6.6 * Math.max(0, ...(values ?? []).map((value) => value.length)),
            values: (plot, values) => values.map(price),
          },
        ],
        series: [{}, { stroke: line, fill: () => colour(this.#figure, '--area'), width: 2, points: { show: false } }],
      },
      [[], []],
      this.#box,
    );
  }

  #resize() {
    this.#plot?.setSize(this.#size());
  }

  #size() {
    return { width: Math.max(this.#box.clientWidth, 100), height: Math.max(this.#box.clientHeight, 100) };
  }
}

function lower(from, to) {
  return Math.min(Math.max(from, to - WINDOW_SECONDS), to - NARROWEST_SECONDS);
}

/** Some room above and below, and a range of its own for a price that does not move. */
function padded(low, high) {
  const room = (high - low) * 0.1 || Math.abs(high) * 0.001 || 1;
  return [low - room, high + room];
}

function clockTimes(plot, seconds) {
  return seconds.map((value) => new Date(value * 1000).toTimeString().slice(0, 8));
}

function colour(element, name) {
  return getComputedStyle(element).getPropertyValue(name);
}

function write(id, text) {
  document.getElementById(id).textContent = text;
}
