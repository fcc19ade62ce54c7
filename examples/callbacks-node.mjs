// Smile ID's callbacks in a server of your own, with nothing but node: node examples/callbacks-node.mjs
// Configured as `smileflow gateway` is: SMILE_ID_*, TEMPORAL_* and SMILEFLOW_*.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createCallbackReceiver, readGatewayConfig } from 'smileflow/gateway';

const { PORT: port = '3000' } = process.env;

let receiver;
try {
  receiver = createCallbackReceiver(readGatewayConfig(process.env));
} catch (error) {
  // All that is wrong with the configuration.
  console.error(error.message);
  process.exit(2);
}

const server = createServer((request, response) => {
  if (request.url?.startsWith('/callbacks/smile-id')) return receiver.node(request, response);
  response.writeHead(404).end();
});
// Answers what has begun, and waits for no sender for ever.
process.once('SIGTERM', receiver.shutdownOf(server));

try {
  server.listen(Number(port), '127.0.0.1');
  await once(server, 'listening');
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
} catch (error) {
  console.error(`Cannot listen on port ${port}: ${error.message}`);
  process.exit(2);
}
