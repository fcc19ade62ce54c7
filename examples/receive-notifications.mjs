// A backend that receives notifications of smileflow. Node alone, and what verifies them.
//
//   SMILEFLOW_NOTIFICATION_KEYS=whsec_… node examples/receive-notifications.mjs [port]
import { once } from 'node:events';
import { createServer } from 'node:http';
import { verifyNotification } from 'smileflow/client';

const MOST_BYTES = 64 * 1024;
const keys = (process.env.SMILEFLOW_NOTIFICATION_KEYS ?? '').split(/[\s,]+/).filter(Boolean);
const [port = '8500'] = process.argv.slice(2);

try {
  // A key that is none shows now, and not when the first notification comes.
  verifyNotification('', {}, keys);
} catch (error) {
  console.error(`SMILEFLOW_NOTIFICATION_KEYS: ${error.message}`);
  process.exit(2);
}

/** In a real service: a table with a unique column, written in one transaction with what the notification causes. */
const seen = new Set();

function take({ id, notification: { type, data } }) {
  if (seen.has(id)) console.log(`double: ${type} ${data.verificationId}`);
  else console.log(`${type} ${data.verificationId}: ${data.sentence}`);
  seen.add(id);
}

/** The raw bytes, because a body that was parsed and written anew has another signature; undefined where they are too many. */
async function read(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function statusFor(request) {
  const rawBody = await read(request);
  if (rawBody === undefined) return 413;
  const verified = verifyNotification(rawBody, request.headers, keys);
  if (verified.kind === 'genuine') take(verified);
  else console.log(`refused: ${verified.reason}`);
  return verified.kind === 'genuine' ? 204 : 401;
}

const server = createServer((request, response) => {
  statusFor(request).then(
    (status) => response.writeHead(status, status === 413 ? { connection: 'close' } : {}).end(),
    (error) => {
      // Above all a sender that went away in the middle. Whoever is answered 500 comes again.
      console.log(`broken: ${error.code ?? error.message}`);
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    },
  );
});

try {
  server.listen(Number(port), '127.0.0.1');
  await once(server, 'listening');
  console.log(`listening at http://127.0.0.1:${server.address().port}/`);
} catch (error) {
  console.error(`Cannot listen on port ${port}: ${error.message}`);
  process.exit(2);
}
