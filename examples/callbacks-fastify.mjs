// Smile ID's callbacks in a fastify application: node examples/callbacks-fastify.mjs
// Configured as `smileflow gateway` is: SMILE_ID_*, TEMPORAL_* and SMILEFLOW_*.
import Fastify from 'fastify';
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

// How long a sender may take is the server's setting; the plugin brings its own parsers and limits.
const app = Fastify({ requestTimeout: 15_000 });
app.register(receiver.fastify);
app.post('/orders', { schema: { body: { type: 'object' } } }, async ({ body }) => ({ received: Object.keys(body) }));
// Answers what has begun, and waits for no sender for ever.
process.once(
  'SIGTERM',
  receiver.shutdownOf(app.server, () => app.close()),
);

try {
  console.log(`listening on ${await app.listen({ port: Number(port), host: '127.0.0.1' })}`);
} catch (error) {
  console.error(`Cannot listen on port ${port}: ${error.message}`);
  process.exit(2);
}
