// Starts a verification and a workflow of own-worker.mjs that waits for it, through a Temporal client that is there already.
// With `npm start` and examples/own-worker.mjs running:
//
//   node examples/open-account.mjs
import { fileURLToPath } from 'node:url';
import { Client, Connection, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { createSmileflow, isVerificationFailure, readClientConfig } from 'smileflow/client';

const taskQueue = 'accounts';
const customer = process.argv[2] ?? `customer-${Date.now()}`;
const sample = (name) => fileURLToPath(new URL(`../samples/registration/${name}`, import.meta.url));

try {
  const config = readClientConfig(process.env);
  const { connectionOptions, namespace } = config.temporal;
  const connection = await Connection.connect({ connectTimeout: '5 seconds', ...connectionOptions }).catch(() => {
    const { address = 'localhost:7233' } = connectionOptions;
    console.error(`Temporal cannot be reached at ${address}: start it (npm start) or set TEMPORAL_ADDRESS.`);
    process.exit(2);
  });
  const client = new Client({ connection, namespace });
  // Verifications go to the worker of your own.
  const smileflow = createSmileflow({ ...config, client, taskQueue });

  const { verificationId } = await smileflow.start({
    product: 'smartselfie-registration',
    verificationId: `account-${customer}`,
    userId: customer,
    selfie: sample('selfie.jpg'),
  });
  console.log(await openAccountOnce(client, { customer, verificationId }));
  await connection.close();
} catch (error) {
  // All that is wrong with the configuration, or why there is no account.
  console.error(error.message);
  process.exit(isVerificationFailure(error) ? 2 : 1);
}

/** Asked again for the same customer, running or ended, it gives the result of the first time. */
async function openAccountOnce(client, order) {
  const workflowId = `open-account-${order.customer}`;
  const options = { workflowId, taskQueue, args: [order], workflowIdReusePolicy: 'REJECT_DUPLICATE' };
  try {
    await client.workflow.start('openAccount', options);
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  return client.workflow.result(workflowId);
}
