// A Temporal worker with a workflow and activities of its own, which carries verifications forward as well.
// With `npm start` running:
//
//   export SMILE_ID_PARTNER_ID=085 SMILE_ID_API_KEY=a-test-api-key SMILE_ID_BASE_URL=http://127.0.0.1:8400
//   export SMILEFLOW_CALLBACK_BASE_URL=http://127.0.0.1:8401
//   export SMILEFLOW_NOTIFICATION_KEYS=whsec_bm90IGEgc2VjcmV0LCBmb3IgdGhlIGxvY2FsIHN0YWNr
//   node examples/own-worker.mjs
//   node examples/open-account.mjs    # in another terminal: starts one of each
//
// Configured as `smileflow worker` is: SMILE_ID_*, TEMPORAL_* and SMILEFLOW_*.
import { fileURLToPath } from 'node:url';
import { ApplicationFailure } from '@temporalio/activity';
import { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createSmileflow, readClientConfig } from 'smileflow/client';
import { createSmileflowPlugin, readWorkerConfig } from 'smileflow/worker';

let config;
let smileflowSettings;
try {
  config = readWorkerConfig(process.env);
  smileflowSettings = readClientConfig(process.env, { startsVerifications: false });
} catch (error) {
  // All that is wrong with the configuration.
  console.error(error.message);
  process.exit(2);
}

const { connectionOptions, namespace } = config.temporal;
const connection = await NativeConnection.connect(connectionOptions).catch(() => {
  const { address = 'localhost:7233' } = connectionOptions;
  console.error(`Temporal cannot be reached at ${address}: start it (npm start) or set TEMPORAL_ADDRESS.`);
  process.exit(2);
});
const smileflow = createSmileflow({ client: new Client({ connection, namespace }), ...smileflowSettings });

const activities = {
  async decisionOf(verificationId) {
    const verification = smileflow.open(verificationId);
    const { until, sentence } = await verification.status();
    if (until === undefined) return (await verification.result()).decision;
    // The server asks again, and the Web UI shows why.
    throw ApplicationFailure.create({ message: sentence, nextRetryDelay: '2 seconds', category: 'BENIGN' });
  },
  async createAccount(customer) {
    return `account of ${customer}`;
  },
};

try {
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: 'accounts',
    workflowsPath: fileURLToPath(new URL('own-workflows.mjs', import.meta.url)),
    activities,
    plugins: [createSmileflowPlugin(config)],
    // Uploads and deliveries that are under way may finish.
    shutdownGraceTime: config.shutdownGraceMs,
  });
  console.log(`working on ${worker.options.taskQueue}`);
  // Until SIGTERM or Ctrl-C.
  await worker.run();
  await connection.close();
} catch (error) {
  // Above all a namespace that is none.
  console.error(error.message);
  process.exit(1);
}
