import { repaint } from './frame.js';

/**
 * A panel of rows, one for each topic, in the order of their names: shows what comes, drops what is deleted, and says so
 * while there is nothing to show.
 */
export class Board {
  #list;
  #emptiness;
  #newRow;
  #limit;
  #rows = new Map();
  #unconfirmed = new Set();
  #leftOut = new Set();
  #note;

  /**
   * @param {{list: Element, note: Element, emptiness: import('./emptiness.js').Emptiness, limit: number,
   *   newRow: (topic: string) => {element: Element, update: Function, paint: Function}}} options
   */
  constructor({ list, note, emptiness, limit, newRow }) {
    this.#list = list;
    this.#note = note;
    this.#emptiness = emptiness;
    this.#limit = limit;
    this.#newRow = newRow;
  }

  get size() {
    return this.#rows.size;
  }

  /** A snapshot of all topics begins: rows that it does not confirm are gone, for their deletion may have been missed. */
  begin() {
    this.#unconfirmed = new Set(this.#rows.keys());
  }

  /** The snapshot is complete. */
  ready() {
    this.#unconfirmed.forEach((topic) => this.remove(topic));
    this.#unconfirmed.clear();
    this.#emptiness.ready();
  }

  update(message, value) {
    const row = this.#rows.get(message.topic) ?? this.#add(message.topic);
    if (row) {
      this.#unconfirmed.delete(message.topic);
      row.update(value, message);
      repaint(row);
    }
  }

  remove(topic) {
    this.#leftOut.delete(topic);
    const row = this.#rows.get(topic);
    if (row) {
      this.#rows.delete(topic);
      row.element.remove();
      row.removed?.();
      this.#emptiness.showIf(this.#rows.size === 0);
    }
    repaint(this);
  }

  paint() {
    const hidden = this.#leftOut.size === this.#limit ? `over ${this.#limit}` : this.#leftOut.size;
    this.#note.textContent = this.#leftOut.size > 0 ? `${this.#rows.size} shown, ${hidden} more not` : '';
  }

  #add(topic) {
    if (this.#rows.size >= this.#limit) {
      this.#leaveOut(topic);
      return null;
    }
    const row = this.#newRow(topic);
    const next = [...this.#rows.keys()].filter((other) => other > topic).sort()[0];
    this.#list.insertBefore(row.element, next ? this.#rows.get(next).element : null);
    this.#rows.set(topic, row);
    this.#emptiness.showIf(false);
    return row;
  }

  #leaveOut(topic) {
    if (this.#leftOut.size < this.#limit) {
      this.#leftOut.add(topic);
      repaint(this);
    }
  }
}
