import { Board } from './board.js';
import { Chart } from './chart.js';
import { Connection } from './connection.js';
import { Emptiness, example } from './emptiness.js';
import { Game } from './game.js';
import { Meter } from './meter.js';
import { game, quote, story } from './shapes.js';
import { Ticker } from './ticker.js';
import { Wire } from './wire.js';

const EXAMPLES = {
  scores: publish('scores.nba.lal-bos', { home: 'Celtics', away: 'Lakers', homeScore: 91, awayScore: 88, period: 'Q4', clock: '3:12', status: 'live', event: 'Three-pointer by Hill' }),
  tickers: publish('tickers.ACME', { symbol: 'ACME', price: 123.45, change: 1.27, volume: 48000 }),
  news: publish('news.hello', { headline: 'Hello, everybody', source: 'Me', url: 'https://example.org/' }),
};

const byId = (id) => document.getElementById(id);
const emptiness = (name, what) => new Emptiness(byId(`${name}-empty`), what, EXAMPLES[name]);

const silences = { scores: emptiness('scores', 'games'), tickers: emptiness('tickers', 'tickers'), news: emptiness('news', 'news') };
const chart = new Chart();
const scores = new Board({
  list: byId('scores-list'),
  note: byId('scores-note'),
  emptiness: silences.scores,
  limit: 60,
  newRow: (topic) => new Game(topic),
});
const tickers = new Board({
  list: byId('tickers-list'),
  note: byId('tickers-note'),
  emptiness: silences.tickers,
  limit: 120,
  newRow: (topic) =>
    new Ticker(
      topic,
      (ticker) => chart.choose(ticker),
      (ticker, message) => chart.changed(ticker, message),
      (ticker) => chart.removed(ticker),
    ),
});
const wire = new Wire(byId('news-list'), silences.news);
const meter = new Meter(() => scores.size + tickers.size + wire.size);

const subscriptions = new Map([
  subscription('scores', scores, game, (message, value) => scores.update(message, value)),
  subscription('tickers', tickers, quote, (message, value) => tickers.update(message, value)),
  subscription('news', wire, story, (message, value) => wire.add(message, value)),
]);

byId('examples').append(...Object.values(EXAMPLES).map(example));
meter.start();
new Connection(new URL('ws', document.baseURI.replace(/^http/, 'ws')).href, subscriptions, showState).open();

function subscription(name, board, read, show) {
  return [
    name,
    {
      destination: `/topic/${name}.#`,
      onStart: () => board.begin(),
      onReady: () => board.ready(),
      onRefused: (reason) => silences[name].refused(reason),
      onMessage: (message) => receive(message, board, read, show),
    },
  ];
}

function receive(message, board, read, show) {
  meter.count(message);
  if (message.isDeleted) {
    board.remove(message.topic);
    return;
  }
  const value = read(message.body);
  if (value) {
    show(message, value);
  } else {
    meter.countUnreadable();
  }
}

function showState(state, detail) {
  const words = {
    connecting: 'Connecting…',
    live: 'Live',
    lost: 'Connection lost, trying again…',
    refused: `Refused by the server: ${detail}`,
  };
  const element = byId('connection');
  if (element.textContent !== words[state]) {
    element.dataset.state = state;
    element.textContent = words[state];
  }
}

function publish(topic, body) {
  return [
    `curl ${document.baseURI.replace(/[#?].*/, '')}api/topics/${topic} \\`,
    "  -H 'Authorization: Bearer ADMIN_TOKEN' \\",
    "  -H 'Content-Type: application/json' \\",
    `  -d '${JSON.stringify(body)}'`,
  ].join('\n');
}
