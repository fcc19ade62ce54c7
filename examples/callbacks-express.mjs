// Smile ID's callbacks in an Express application: node examples/callbacks-express.mjs
// Configured as `smileflow gateway` is: SMILE_ID_*, TEMPORAL_* and SMILEFLOW_*.
import express from 'express';
import { createCallbackReceiver, readGatewayConfig } from 'smileflow/gateway';

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
app.post('/orders', (request, response) => response.json({ received: Object.keys(request.body) }));

const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});

// Answers what has begun, and waits for no sender for ever.
process.once('SIGTERM', receiver.shutdownOf(server));
