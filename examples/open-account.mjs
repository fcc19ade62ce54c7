// Starts a verification and a workflow of own-worker.mjs that waits for it, through a Temporal client that is there already.
// With `npm start` and examples/own-worker.mjs running:
//
//   node examples/open-account.mjs
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { createSmileflow, readClientConfig } from 'smileflow/client';

const taskQueue = 'accounts';
const customer = process.argv[2] ?? `customer-${Date.now()}`;
const sample = (name) => fileURLToPath(new URL(`../samples/registration/${name}`, import.meta.url));

let config;
try {
  config = readClientConfig(process.env);
} catch (error) {
  // All that is wrong with the configuration.
  console.error(error.message);
  process.exit(2);
}

const connection = await Connection.connect(config.temporal.connectionOptions);
const client = new Client({ connection, namespace: config.temporal.namespace });
// Verifications go to the worker of your own.
const smileflow = createSmileflow({ ...config, client, taskQueue });

const { verificationId } = await smileflow.start({
  product: 'smartselfie-registration',
  verificationId: `account-${customer}`,
  userId: customer,
  selfie: sample('selfie.jpg'),
});
const opened = await client.workflow.execute('openAccount', {
  workflowId: `open-account-${customer}`,
  taskQueue,
  args: [{ customer, verificationId }],
});
console.log(opened);
await connection.close();
