import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { type Activities, createActivities } from 'smileflow/activities';
import { createSmileflow, type Outcome, readClientConfig, type Smileflow } from 'smileflow/client';
import { createCallbackReceiver, readGatewayConfig } from 'smileflow/gateway';
import { type Simulator, startSimulator } from 'smileflow/simulator';
import { createSmileIdClient, readSmileIdConfig, type SmileIdClient } from 'smileflow/smile-id';
import { createSmileflowPlugin, isVerificationFailure, readWorkerConfig, type WorkerConfig } from 'smileflow/worker';
import type { basicKyc, VerificationInput } from 'smileflow/workflows';

const simulator: Simulator = await startSimulator({ processingMs: 100, timeScale: 3_600 });
const env: Record<string, string | undefined> = { ...process.env, SMILE_ID_BASE_URL: simulator.url };

const smileId: SmileIdClient = createSmileIdClient({ config: readSmileIdConfig(env) });
const { idTypes } = await smileId.readServices();
smileId.close();

const receiver = createCallbackReceiver(readGatewayConfig(env));
const { status } = await receiver.handle(Buffer.from('{}'));
await receiver.close();

const config: WorkerConfig = readWorkerConfig(env);
const connection = await NativeConnection.connect({ address: env.TEMPORAL_ADDRESS ?? '' });
const taskQueue = 'consumer';
const worker = await Worker.create({
  connection,
  taskQueue,
  workflowsPath: fileURLToPath(new URL('../workflows.ts', import.meta.url)),
  plugins: [createSmileflowPlugin(config)],
});

const clientConnection = await Connection.connect({ address: env.TEMPORAL_ADDRESS ?? '' });
const client = new Client({ connection: clientConnection });
const smileflow: Smileflow = createSmileflow({ ...readClientConfig(env), client, taskQueue });

const result = await worker.runUntil(async () => {
  const doubled = await client.workflow.execute('double', { workflowId: 'double', taskQueue, args: [21] });
  const verification = await smileflow.start({
    product: 'basic-kyc',
    verificationId: 'consumed',
    userId: 'somebody',
    idInfo: { country: 'NG', idType: 'NIN_V2', idNumber: '00000000000', firstName: 'Specimen', lastName: 'Person' },
  });
  const { decision }: Outcome = await verification.result();
  return { doubled, decision };
});
await connection.close();
await clientConnection.close();
await simulator.close();
// What follows is for the compiler.
const types: [Parameters<typeof basicKyc>[0]] | VerificationInput[] | keyof Activities | undefined = undefined;
const functions = [createActivities, isVerificationFailure].map((one) => typeof one);
console.log(JSON.stringify({ ...result, status, countries: Object.keys(idTypes).includes('NG'), types, functions }));
