/** What has been seen of each log: given where live begins, moved on by message-ids, sent as `since` to resume. */
export class Cursor {
  #offsets;

  /** @param {string} position comma-separated `LOG@OFFSET` */
  constructor(position) {
    this.#offsets = new Map(position.split(',').map(split));
  }

  move(messageId) {
    this.#offsets.set(...split(messageId));
  }

  toString() {
    return [...this.#offsets].map(([log, offset]) => `${log}@${offset}`).join(',');
  }
}

function split(position) {
  const at = position.lastIndexOf('@');
  return [position.slice(0, at), position.slice(at + 1)];
}
