import { flash } from './flash.js';

/** A game's card. */
export class Game {
  #now = null;
  #painted = {};
  #parts;

  constructor(topic) {
    this.element = document.getElementById('game-template').content.firstElementChild.cloneNode(true);
    this.element.dataset.topic = topic;
    this.element.title = topic;
    const part = (selector) => this.element.querySelector(selector);
    this.#parts = {
      period: part('.game-period'),
      clock: part('.game-clock'),
      home: part('.home .team-name'),
      homeScore: part('.home .team-score'),
      away: part('.away .team-name'),
      awayScore: part('.away .team-score'),
      event: part('.game-event'),
    };
  }

  update(game) {
    this.#now = game;
  }

  paint() {
    const now = this.#now;
    this.element.dataset.status = now.status;
    this.element.dataset.leader = leader(now);
    this.#write('period', period(now));
    this.#write('clock', now.status === 'live' ? now.clock : '');
    this.#writeScore('home', now);
    this.#writeScore('away', now);
    this.#write('event', now.event);
  }

  #writeScore(side, now) {
    this.#write(side, now[side]);
    if (this.#write(`${side}Score`, String(now[`${side}Score`]))) {
      flash(this.#parts[`${side}Score`], 'news');
    }
  }

  /** Whether the part has shown another text before. */
  #write(name, text) {
    const before = this.#painted[name];
    if (before === text) {
      return false;
    }
    this.#painted[name] = text;
    this.#parts[name].textContent = text;
    return before !== undefined;
  }
}

function leader(game) {
  if (game.homeScore === game.awayScore) {
    return 'none';
  }
  return game.homeScore > game.awayScore ? 'home' : 'away';
}

function period(game) {
  switch (game.status) {
    case 'final':
      return 'Final';
    case 'scheduled':
      return 'Upcoming';
    default:
      return game.period || 'Live';
  }
}
