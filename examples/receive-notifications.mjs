// A backend that receives notifications of smileflow. Node alone, and what verifies them.
//
//   SMILEFLOW_NOTIFICATION_KEYS=whsec_… node examples/receive-notifications.mjs [port]
import { createServer } from 'node:http';
import { verifyNotification } from 'smileflow/client';

const MOST_BYTES = 64 * 1024;
const keys = (process.env.SMILEFLOW_NOTIFICATION_KEYS ?? '').split(',');
const [port = '8500'] = process.argv.slice(2);

/** In a real service: a table with a unique column, written in one transaction with what the notification causes. */
const seen = new Set();

const server = createServer(async (request, response) => {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) return response.writeHead(413).end();
    chunks.push(chunk);
  }
  // The raw bytes: a body that was parsed and written anew has another signature.
  const verified = verifyNotification(Buffer.concat(chunks), request.headers, keys);
  if (verified.kind === 'refused') {
    console.log(`refused: ${verified.reason}`);
    return response.writeHead(401).end();
  }
  const { type, data } = verified.notification;
  if (seen.has(verified.id)) console.log(`double: ${type} ${data.verificationId}`);
  else console.log(`${type} ${data.verificationId}: ${data.sentence}`);
  seen.add(verified.id);
  return response.writeHead(204).end();
});

server.listen(Number(port), '127.0.0.1', () => {
  console.log(`listening at http://127.0.0.1:${server.address().port}/`);
});
