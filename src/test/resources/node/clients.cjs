// Drives a STOMP client against a running node: clients.cjs FOLDER CLIENT PORT. FOLDER holds the clients' packages by name.
// Leaves with 0 when all steps went well, and says at which it failed otherwise. Runs on Node 18 and later.
'use strict';

const assert = require('node:assert');
const path = require('node:path');

const [folder, name, port] = process.argv.slice(2);
const load = (...file) => require(path.resolve(folder, ...file));
const WebSocket = load('ws', 'index.js');
const url = `ws://127.0.0.1:${port}/ws`;
const topic = `/topic/chat.clients.${name}`;

/** What has been waited for so far, for the text of a failure. */
let step = 'start';

/** A queue that can be awaited. */
class Inbox {
  constructor() {
    this.items = [];
    this.waiting = [];
  }

  put(item) {
    const next = this.waiting.shift();
    next ? next(item) : this.items.push(item);
  }

  take() {
    return this.items.length > 0
      ? Promise.resolve(this.items.shift())
      : new Promise((resolve) => this.waiting.push(resolve));
  }
}

/** @stomp/stompjs: connects again by itself. */
class Modern {
  constructor() {
    const { Client } = load('stomp__stompjs', 'bundles', 'stomp.umd.js');
    this.connections = new Inbox();
    this.errors = new Inbox();
    this.closes = new Inbox();
    this.client = new Client({
      webSocketFactory: () => (this.socket = new WebSocket(url, ['v12.stomp', 'v11.stomp', 'v10.stomp'])),
      reconnectDelay: 50,
      heartbeatIncoming: 1000,
      heartbeatOutgoing: 1000,
      onConnect: (frame) => this.connections.put(frame),
      onStompError: (frame) => this.errors.put(frame),
      onWebSocketClose: (event) => this.closes.put(event.code),
    });
  }

  async connect() {
    if (!this.client.active) {
      this.client.activate();
    }
    return (await this.connections.take()).headers;
  }

  receipt(id) {
    return new Promise((resolve) => this.client.watchForReceipt(id, (frame) => resolve(frame.headers)));
  }

  subscribe(headers, take) {
    this.client.subscribe(topic, take, headers);
  }

  send(destination, headers, body) {
    this.client.publish({ destination, headers, ...(typeof body === 'string' ? { body } : { binaryBody: body }) });
  }

  cut() {
    this.socket.terminate();
  }

  end() {
    return this.client.deactivate();
  }
}

/** webstomp-client and stompjs 2.x: a client for each connection. */
class Plain {
  constructor(over) {
    this.over = over;
    this.errors = new Inbox();
    this.closes = new Inbox();
  }

  connect() {
    const socket = (this.socket = new WebSocket(url, ['v12.stomp', 'v11.stomp', 'v10.stomp']));
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('close', (event) => this.closes.put(event.code));
    const client = (this.client = this.over(socket));
    client.debug = () => {};
    client.heartbeat = { incoming: 1000, outgoing: 1000 };
    const receipts = (this.receipts = new Map());
    client.onreceipt = (frame) => receipts.get(frame.headers['receipt-id'])?.(frame.headers);
    return new Promise((resolve) =>
      client.connect(
        {},
        (frame) => resolve(frame.headers),
        (frame) => frame.command === 'ERROR' && this.errors.put(frame),
      ),
    );
  }

  receipt(id) {
    return new Promise((resolve) => this.receipts.set(id, resolve));
  }

  subscribe(headers, take) {
    this.client.subscribe(topic, take, headers);
  }

  cut() {
    this.socket.terminate();
  }

  end() {
    return new Promise((resolve) => this.client.disconnect(resolve, {}));
  }
}

class Webstomp extends Plain {
  constructor() {
    const webstomp = load('webstomp-client', 'dist', 'webstomp.js');
    super((socket) => webstomp.over(socket, { heartbeat: { incoming: 1000, outgoing: 1000 } }));
  }

  send(destination, headers, body) {
    this.client.send(destination, body, headers);
  }
}

class Old extends Plain {
  constructor() {
    const { Stomp } = load('stompjs', 'lib', 'stomp.js');
    // What its own entry for Node does, which wants another package.
    Stomp.setInterval = (interval, task) => setInterval(task, interval);
    Stomp.clearInterval = (id) => clearInterval(id);
    super((socket) => Stomp.over(socket));
  }

  send(destination, headers, body) {
    this.client.send(destination, headers, body);
  }
}

const kinds = { stomp__stompjs: Modern, 'webstomp-client': Webstomp, stompjs: Old };

/** Moves a cursor of one log on. */
function seen(message) {
  return message.headers['message-id'];
}

async function run() {
  const client = new kinds[name]();
  const other = new kinds[name]();
  const inbox = new Inbox();

  step = 'connect';
  const connected = await client.connect();
  assert.match(connected.version, /^1\.[12]$/);
  assert.strictEqual(connected.server, 'tidings');
  await other.connect();

  step = 'subscribe';
  const live = client.receipt('live');
  client.subscribe({ receipt: 'live', snapshot: 'false' }, (message) => inbox.put(message));
  assert.match((await live).position, /^chat-0\.[0-9a-f]+@-?\d+$/);

  step = 'publish with a receipt, and receive';
  const safe = client.receipt('safe');
  client.send(topic, { receipt: 'safe', 'x-note': 'ein Gruß', 'content-type': 'text/plain' }, 'Grüße 🎉\n"one"');
  const { position } = await safe;
  const first = await inbox.take();
  assert.strictEqual(first.body, 'Grüße 🎉\n"one"');
  assert.strictEqual(first.headers['x-note'], 'ein Gruß');
  assert.strictEqual(first.headers['content-type'], 'text/plain');
  assert.strictEqual(seen(first), position);

  if (client instanceof Modern) {
    step = 'binary bodies and escaped headers';
    client.send(topic, { 'x-note': 'a:b\\d' }, new Uint8Array([0, 255, 10, 0, 1]));
    const binary = await inbox.take();
    assert.deepStrictEqual([...binary.binaryBody], [0, 255, 10, 0, 1]);
    assert.strictEqual(binary.headers['x-note'], 'a:b\\d');
    step = 'heart-beats keep an idle connection';
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    assert.strictEqual(client.closes.items.length, 0);
  }

  step = 'resume after a cut';
  const last = client.receipt('last');
  client.send(topic, { receipt: 'last' }, 'last');
  await last;
  const cursor = seen(await inbox.take());
  client.cut();
  await client.closes.take();
  const missed = other.receipt('missed');
  other.send(topic, {}, 'missed 1');
  other.send(topic, { receipt: 'missed' }, 'missed 2');
  await missed;
  await client.connect();
  const again = client.receipt('again');
  client.subscribe({ receipt: 'again', since: cursor }, (message) => inbox.put(message));
  const answer = await again;
  assert.strictEqual(answer.gap, undefined);
  other.send(topic, {}, 'news');
  const bodies = [await inbox.take(), await inbox.take(), await inbox.take()].map((message) => message.body);
  assert.deepStrictEqual(bodies, ['missed 1', 'missed 2', 'news']);

  step = 'disconnect';
  await client.end();

  step = 'an error';
  other.send('/topic/news.denied', { receipt: 'denied' }, 'x');
  const error = await other.errors.take();
  assert.match(error.headers.message, /\/topic\/news\.denied/);
  assert.strictEqual(error.headers['receipt-id'], 'denied');
  assert.strictEqual(await other.closes.take(), 1002);
}

setTimeout(() => {
  console.error(`${name}: nothing came: ${step}`);
  process.exit(1);
}, 15_000);

run().then(
  () => process.exit(0),
  (error) => {
    console.error(`${name}: ${step}: ${error.stack}`);
    process.exit(1);
  },
);
