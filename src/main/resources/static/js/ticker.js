import { flash } from './flash.js';
import { direction, percent, price } from './numbers.js';

const CHART_POINTS = 1200;
const SPARK_POINTS = 48;
const SPARK_HEIGHT = 24;

/** A ticker's row, and the recent past of its price. */
export class Ticker {
  #now = null;
  #paintedPrice = null;
  #parts;

  /** When each price arrived (seconds since the epoch, never falling), and the prices: what the chart draws. */
  times = [];
  prices = [];
  position = '';

  constructor(topic, onChoose, onChange, onRemoved) {
    this.topic = topic;
    this.element = document.getElementById('ticker-template').content.firstElementChild.cloneNode(true);
    this.element.dataset.topic = topic;
    this.onChange = onChange;
    this.removed = () => onRemoved(this);
    const part = (selector) => this.element.querySelector(selector);
    this.#parts = {
      button: part('button'),
      symbol: part('.quote-symbol'),
      line: part('polyline'),
      price: part('.quote-price'),
      change: part('.quote-change'),
    };
    this.#parts.button.title = topic;
    this.#parts.button.addEventListener('click', () => onChoose(this));
  }

  get quote() {
    return this.#now;
  }

  update(quote, message) {
    this.#now = quote;
    this.position = message.position;
    this.times.push(Math.max(Date.now() / 1000, this.times.at(-1) ?? 0));
    this.prices.push(quote.price);
    if (this.prices.length > CHART_POINTS) {
      this.times.shift();
      this.prices.shift();
    }
    this.onChange(this, message);
  }

  choose(isChosen) {
    this.#parts.button.setAttribute('aria-pressed', String(isChosen));
  }

  paint() {
    const { symbol, price: now, change } = this.#now;
    this.#parts.symbol.textContent = symbol;
    this.#parts.change.textContent = percent(change);
    this.element.dataset.direction = direction(change);
    this.#parts.line.setAttribute('points', sparkline(this.prices.slice(-SPARK_POINTS)));
    this.#paintPrice(now);
  }

  #paintPrice(now) {
    const before = this.#paintedPrice;
    this.#paintedPrice = now;
    if (now !== before) {
      this.#parts.price.textContent = price(now);
      if (before !== null) {
        flash(this.#parts.price, now > before ? 'up' : 'down');
      }
    }
  }
}

/** The points of a line through the prices that fills a box 100 wide. */
function sparkline(prices) {
  const low = Math.min(...prices);
  const high = Math.max(...prices);
  const step = 100 / Math.max(prices.length - 1, 1);
  const y = (value) => (high === low ? 0.5 : (high - value) / (high - low)) * (SPARK_HEIGHT - 4) + 2;
  return prices.map((value, i) => `${(i * step).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
}
