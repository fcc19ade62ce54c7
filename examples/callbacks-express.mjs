// Smile ID's callbacks in an Express application: node examples/callbacks-express.mjs
// Configured as `smileflow gateway` is: SMILE_ID_*, TEMPORAL_* and SMILEFLOW_*.
import { once } from 'node:events';
import { createServer } from 'node:http';
import express from 'express';
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

const app = express();
// Before express.json(): the signature belongs to a body of which nothing has been read.
app.use('/callbacks/smile-id', receiver.express);
app.use(express.json());
app.post('/orders', ({ body }, response) => {
  if (body === undefined) return response.status(415).json({ error: 'Send JSON, as application/json.' });
  response.json({ received: Object.keys(body) });
});
// Express itself would show its stack to whoever asked.
app.use((error, _request, response, _next) => {
  if (!error.expose) console.error(error.message);
  response.status(error.status ?? 500).json({ error: error.expose ? error.message : 'unexpected' });
});

const server = createServer(app);
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
