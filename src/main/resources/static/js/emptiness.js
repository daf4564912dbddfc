/** What a panel says while it has nothing to show: that it waits, how to publish, or why it was refused. */
export class Emptiness {
  #element;
  #what;
  #command;
  #isReady = false;
  #isRefused = false;

  constructor(element, what, command) {
    this.#element = element;
    this.#what = what;
    this.#command = command;
    this.#say(`Waiting for ${what}…`);
  }

  /** The server has sent all that there is. */
  ready() {
    if (!this.#isReady) {
      this.#isReady = true;
      this.#say(`No ${this.#what} yet. They appear here as soon as somebody publishes, for example you:`, this.#command);
    }
  }

  refused(reason) {
    this.#isRefused = true;
    this.#element.hidden = false;
    this.#say(`The server does not offer ${this.#what}: ${reason}`);
  }

  showIf(isEmpty) {
    this.#element.hidden = !isEmpty && !this.#isRefused;
  }

  #say(words, command) {
    const paragraph = document.createElement('p');
    paragraph.textContent = words;
    this.#element.replaceChildren(paragraph, ...(command ? [example(command)] : []));
  }
}

/** A command in a box of its own. */
export function example(command) {
  const box = document.getElementById('example-template').content.cloneNode(true);
  box.querySelector('code').textContent = command;
  return box;
}
