import { flash } from './flash.js';
import { repaint } from './frame.js';

const LONGEST = 50;

/** The news wire: newest first, each piece once, the oldest dropped. */
export class Wire {
  #list;
  #emptiness;
  #items = [];
  #fresh = [];

  constructor(list, emptiness) {
    this.#list = list;
    this.#emptiness = emptiness;
  }

  /** How many topics the pieces are from. */
  get size() {
    return new Set(this.#items.map((item) => item.topic)).size;
  }

  /** What comes until it is complete is no news: nothing to read out. */
  begin() {
    this.#list.setAttribute('aria-busy', 'true');
  }

  ready() {
    this.#emptiness.ready();
    this.#list.setAttribute('aria-busy', 'false');
  }

  add(message, story) {
    if (this.#items.some((item) => item.position === message.position)) {
      return;
    }
    const { topic, position, time, isSnapshot } = message;
    const at = this.#items.findIndex((item) => item.time <= time);
    const item = { topic, position, time, isSnapshot, story, element: null };
    this.#items.splice(at < 0 ? this.#items.length : at, 0, item);
    this.#items.splice(LONGEST).forEach((oldest) => oldest.element?.remove());
    this.#emptiness.showIf(false);
    repaint(this);
  }

  remove(topic) {
    const gone = this.#items.filter((item) => item.topic === topic);
    gone.forEach((item) => item.element?.remove());
    this.#items = this.#items.filter((item) => item.topic !== topic);
    this.#emptiness.showIf(this.#items.length === 0);
  }

  paint() {
    let next = null;
    for (const item of [...this.#items].reverse()) {
      if (!item.element) {
        item.element = newElement(item);
        this.#list.insertBefore(item.element, next);
        if (!item.isSnapshot) {
          flash(item.element, 'news');
        }
      }
      next = item.element;
    }
  }
}

function newElement({ topic, time, story }) {
  const element = document.getElementById('news-template').content.firstElementChild.cloneNode(true);
  element.dataset.topic = topic;
  const date = new Date(time);
  const clock = element.querySelector('time');
  clock.dateTime = date.toISOString();
  clock.textContent = date.toTimeString().slice(0, 8);
  element.querySelector('.item-source').textContent = story.source;
  element.querySelector('.item-headline').append(headline(story));
  return element;
}

function headline({ headline: text, url }) {
  if (!url) {
    return document.createTextNode(text);
  }
  const link = document.createElement('a');
  link.href = url;
  link.rel = 'noopener noreferrer';
  link.textContent = text;
  return link;
}
