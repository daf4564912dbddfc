import { Cursor } from './cursor.js';

/**
 * One STOMP connection that comes back by itself, and then asks for what it missed.
 *
 * A subscription that the server refuses (an ERROR that names its receipt) is left out from then on, so that the others
 * still work where, say, no namespace `news` is configured.
 */

const { Client, ReconnectionTimeMode } = globalThis.StompJs;

const TOPIC_PREFIX = '/topic/';
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 10_000;

export class Connection {
  #client;
  #subscriptions;
  #onState;
  #cursors = new Map();
  #live = new Set();
  #refused = new Set();
  #reason = null;

  /**
   * @param {string} url where the server speaks STOMP
   * @param {Map<string, {destination: string, onStart: Function, onMessage: Function, onReady: Function,
   *   onRefused: Function}>} subscriptions by id; what stands from `onStart` on takes the place of all before
   * @param {(state: 'connecting'|'live'|'lost'|'refused', detail?: string) => void} onState
   */
  constructor(url, subscriptions, onState) {
    this.#subscriptions = subscriptions;
    this.#onState = onState;
    this.#client = new Client({
      brokerURL: url,
      connectionTimeout: 5_000,
      heartbeatIncoming: 10_000,
      heartbeatOutgoing: 10_000,
      discardWebsocketOnCommFailure: true,
      reconnectTimeMode: ReconnectionTimeMode.EXPONENTIAL,
      reconnectDelay: jittered(FIRST_RETRY_MS),
      maxReconnectDelay: LAST_RETRY_MS,
      onConnect: () => this.#subscribeAll(),
      onStompError: (frame) => this.#failed(frame.headers),
      onWebSocketClose: () => this.#closed(),
    });
  }

  open() {
    this.#onState('connecting');
    this.#client.activate();
  }

  #subscribeAll() {
    this.#onState('live');
    this.#live.clear();
    for (const [id, subscription] of this.#subscriptions) {
      if (!this.#refused.has(id)) {
        this.#subscribe(id, subscription);
      }
    }
  }

  #subscribe(id, subscription) {
    const since = this.#cursors.get(id);
    if (!since) {
      subscription.onStart();
    }
    // What the server owes (the last values, or what was missed) has been sent before it answers.
    this.#client.watchForReceipt(receiptOf(id), ({ headers }) => {
      this.#client.reconnectDelay = jittered(FIRST_RETRY_MS);
      this.#reason = null;
      this.#live.add(id);
      this.#begin(id, subscription, headers.position);
    });
    this.#client.subscribe(subscription.destination, (message) => this.#received(id, subscription, message), {
      id,
      receipt: receiptOf(id),
      ...(since && { since: since.toString() }),
    });
  }

  #received(id, subscription, message) {
    const { gap, position, snapshot, 'message-id': messageId } = message.headers;
    if (gap === 'true') {
      this.#cursors.delete(id);
      subscription.onStart();
    }
    // A gap that no update carries has a message of its own, with the id of none.
    if (messageId.includes('@')) {
      subscription.onMessage(decoded(message, this.#live.has(id)));
      if (snapshot !== 'true') {
        this.#cursors.get(id)?.move(messageId);
      }
    }
    if (position) {
      this.#begin(id, subscription, position);
    }
  }

  #begin(id, subscription, position) {
    if (position) {
      this.#cursors.set(id, new Cursor(position));
    } else {
      this.#cursors.delete(id);
    }
    subscription.onReady();
  }

  #failed(headers) {
    const reason = headers.message ?? 'the server gave no reason';
    for (const [id, subscription] of this.#subscriptions) {
      if (headers['receipt-id'] === receiptOf(id)) {
        this.#refused.add(id);
        subscription.onRefused(reason);
        return;
      }
    }
    // Not a subscription's fault, so the next attempt may well end the same way: come back, but slowly.
    this.#client.reconnectDelay = LAST_RETRY_MS;
    this.#reason = reason;
  }

  #closed() {
    if (this.#refused.size === this.#subscriptions.size) {
      this.#client.deactivate();
      this.#onState('refused', 'nothing can be subscribed to here');
    } else if (this.#reason !== null) {
      this.#onState('refused', this.#reason);
    } else {
      this.#onState('lost');
    }
  }
}

function receiptOf(id) {
  return `subscribed-${id}`;
}

/** Between half and one and a half of it, so that browsers that lost a server together do not come back together. */
function jittered(milliseconds) {
  return milliseconds * (0.5 + Math.random());
}

/** The event's time; now where it is missing or beyond what a date can be, for producers may write any number. */
function timeOf(timestamp) {
  const time = Number(timestamp);
  return Number.isNaN(new Date(time).getTime()) || !timestamp ? Date.now() : time;
}

function decoded(message, isLive) {
  const { headers } = message;
  return {
    topic: headers.destination.slice(TOPIC_PREFIX.length),
    position: headers['message-id'],
    time: timeOf(headers.timestamp),
    isSnapshot: headers.snapshot === 'true',
    isLive,
    isDeleted: headers.deleted === 'true',
    body: message.body,
  };
}
