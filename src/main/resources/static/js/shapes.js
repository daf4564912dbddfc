/**
 * What the page can show. A body is JSON, UTF-8; fields beyond these are ignored, a body without the required ones is
 * unreadable. The topic is the identity: `scores.nba.lal-bos` is one game, `tickers.ACME` one ticker.
 *
 * scores   {"home": "Celtics", "away": "Lakers", "homeScore": 91, "awayScore": 88}, required; and
 *          "period": "Q4", "clock": "3:12", "status": "scheduled" | "live" | "final" (default live), "event": "Dunk by …"
 * tickers  {"symbol": "ACME", "price": 123.45}, required; and "change": 1.27 (percent since the open), "volume": 48000
 * news     {"headline": "…"}, required; and "source": "Newswire", "url": "https://…"
 */

const STATUSES = new Set(['scheduled', 'live', 'final']);

/** The game that a body tells of, or null. */
export function game(body) {
  const json = parse(body);
  if (!json || !isText(json.home) || !isText(json.away) || !isCount(json.homeScore) || !isCount(json.awayScore)) {
    return null;
  }
  return {
    home: json.home,
    away: json.away,
    homeScore: json.homeScore,
    awayScore: json.awayScore,
    period: text(json.period),
    clock: text(json.clock),
    status: STATUSES.has(json.status) ? json.status : 'live',
    event: text(json.event),
  };
}

/** The quote that a body tells of, or null. */
export function quote(body) {
  const json = parse(body);
  if (!json || !isText(json.symbol) || !Number.isFinite(json.price)) {
    return null;
  }
  return {
    symbol: json.symbol,
    price: json.price,
    change: Number.isFinite(json.change) ? json.change : null,
    volume: isCount(json.volume) ? json.volume : null,
  };
}

/** The piece of news that a body tells of, or null. */
export function story(body) {
  const json = parse(body);
  if (!json || !isText(json.headline)) {
    return null;
  }
  return { headline: json.headline, source: text(json.source), url: link(json.url) };
}

function parse(body) {
  try {
    const json = JSON.parse(body);
    return typeof json === 'object' ? json : null;
  } catch {
    return null;
  }
}

function isText(value) {
  return typeof value === 'string' && value.trim() !== '';
}

function isCount(value) {
  return Number.isFinite(value) && value >= 0;
}

function text(value) {
  return isText(value) ? value : '';
}

/** Only links to the web: a `javascript:` or `data:` address is none. */
function link(value) {
  return isText(value) && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) ? value : '';
}
