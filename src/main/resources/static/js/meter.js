import { span, whole } from './numbers.js';

const BUCKET_MS = 250;
const BUCKETS = 8;
const DELAYS = 101;

/** Updates per second over the last two seconds, the age of the last one, and the median delay of the last hundred. */
export class Meter {
  #counts = new Array(BUCKETS + 1).fill(0);
  #bucket = 0;
  #last = null;
  #delays = [];
  #unreadable = 0;
  #topics;

  /** @param {() => number} topics how many there are to see */
  constructor(topics) {
    this.#topics = topics;
  }

  start() {
    setInterval(() => this.#show(), BUCKET_MS);
  }

  /** A message came; what a subscription begins with says nothing of the rate or the delay. */
  count(message) {
    if (message.isSnapshot || !message.isLive) {
      return;
    }
    this.#advance();
    this.#counts[this.#bucket % this.#counts.length]++;
    this.#last = performance.now();
    this.#delays.push(Math.max(0, Date.now() - message.time));
    if (this.#delays.length > DELAYS) {
      this.#delays.shift();
    }
  }

  /** A body was none of the shapes that the page knows. */
  countUnreadable() {
    this.#unreadable++;
  }

  #show() {
    this.#advance();
    write('stat-rate', whole(this.#rate()));
    write('stat-age', this.#last === null ? '–' : age(performance.now() - this.#last));
    write('stat-delay', this.#delays.length === 0 ? '–' : span(median(this.#delays)));
    write('stat-topics', whole(this.#topics()));
    this.#showUnreadable();
  }

  #showUnreadable() {
    const note = document.getElementById('unreadable');
    note.hidden = this.#unreadable === 0;
    note.textContent = `Messages left out because this page cannot read them: ${whole(this.#unreadable)}`;
  }

  /** Counts over the whole buckets only: the one that is being filled would make the number flicker. */
  #rate() {
    const filling = this.#bucket % this.#counts.length;
    const counted = this.#counts.reduce((sum, count, i) => (i === filling ? sum : sum + count), 0);
    return (counted * 1000) / (BUCKETS * BUCKET_MS);
  }

  #advance() {
    const now = Math.floor(performance.now() / BUCKET_MS);
    const from = Math.max(this.#bucket + 1, now - this.#counts.length + 1);
    for (let bucket = from; bucket <= now; bucket++) {
      this.#counts[bucket % this.#counts.length] = 0;
    }
    this.#bucket = now;
  }
}

function age(milliseconds) {
  return milliseconds < 1000 ? 'now' : `${span(milliseconds)} ago`;
}

function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

function write(id, text) {
  const element = document.getElementById(id);
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
