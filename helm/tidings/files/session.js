// Opens a STOMP session, subscribes where a destination is given, and takes its leave; ends with 0 if the service answered
// each step as it should. Runs on Node 22 or later, with nothing installed.
'use strict';

const { TIDINGS_URL: url, TIDINGS_TOKEN: token, TIDINGS_DESTINATION: destination } = process.env;
const headers = { 'accept-version': '1.2', host: 'tidings', 'heart-beat': '0,0' };
if (token) {
  headers.Authorization = `Bearer ${token.trim()}`;
}
const steps = [['CONNECT', headers, 'CONNECTED']];
if (destination) {
  steps.push(['SUBSCRIBE', { id: 'test', destination, receipt: 'subscribed' }, 'RECEIPT']);
}
steps.push(['DISCONNECT', { receipt: 'left' }, 'RECEIPT']);

function end(code, text) {
  console.log(text);
  process.exit(code);
}

/** STOMP 1.2, "Value Encoding"; CONNECT is not escaped. */
function escape(command, text) {
  const codes = { '\\': '\\\\', '\r': '\\r', '\n': '\\n', ':': '\\c' };
  return command === 'CONNECT' ? text : text.replace(/[\\\r\n:]/g, (character) => codes[character]);
}

const socket = new WebSocket(url, ['v12.stomp']);
socket.binaryType = 'arraybuffer';
let step = 0;

function send() {
  const [command, values] = steps[step];
  const lines = Object.entries(values).map(([name, value]) => `${name}:${escape(command, value)}`);
  socket.send([command, ...lines, '', '\0'].join('\n'));
}

function take(frame) {
  const [command, ...lines] = frame.trimStart().split('\n');
  if (command === 'MESSAGE') {
    return;
  }
  if (command !== steps[step][2]) {
    end(1, `${steps[step][0]}: '${[command, ...lines].join(' ').trim()}' (expected: ${steps[step][2]})`);
  }
  console.log(`${steps[step][0]}: ${command}`);
  step += 1;
  if (step === steps.length) {
    end(0, `${url}: a session was opened and closed`);
  }
  send();
}

let pending = '';
socket.onopen = send;
socket.onmessage = (event) => {
  pending += typeof event.data === 'string' ? event.data : new TextDecoder().decode(event.data);
  const frames = pending.split('\0');
  pending = frames.pop();
  frames.filter((frame) => frame.trim()).forEach(take);
};
socket.onerror = (event) => end(1, `${url}: ${event.message || event.error?.message || 'no WebSocket'}`);
socket.onclose = (event) => end(1, `${url}: closed with ${event.code} ${event.reason}`);
setTimeout(() => end(1, `${url}: no answer in 30 s`), 30_000);
