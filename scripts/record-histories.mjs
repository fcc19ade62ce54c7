// Records the histories that test/replay replays: real runs on a real server. Append-only: what was recorded once stays,
// because verifications that began with that code are still running somewhere.
//
//   npm run record-histories -- NAME            NAME becomes a folder of test/replay/histories, such as a version
//   npm run record-histories -- NAME TITLE …    only these, where the others have not changed
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { readClientConfig } from '../dist/client/config.js';
import { connectSmileflow } from '../dist/client/connect.js';
import { findTemporalCli } from '../dist/dev/find-temporal-cli.js';
import { workerEnvironment } from '../dist/dev/part-environment.js';
import { readStackConfig } from '../dist/dev/stack-config.js';
import { startStack } from '../dist/dev/start-stack.js';

const packageRoot = dirname(dirname(fileURLToPath(import.meta.url)));
const [name, ...titles] = process.argv.slice(2);
if (!name) throw new Error('Give the recordings a name.');
const target = join(packageRoot, 'test', 'replay', 'histories', name);
const workDir = mkdtempSync(join(tmpdir(), 'smileflow-recording-'));

const yaml = readFileSync(join(packageRoot, 'temporal-dev.yml'), 'utf8')
  .replace(/(port|uiPort): \d+/g, '$1: 0')
  .replace(/timeScale: \d+/, 'timeScale: 3600');
const config = readStackConfig(yaml, 'temporal-dev.yml');
const cli = await findTemporalCli({
  env: process.env,
  cliModuleDir: join(packageRoot, 'dev', 'temporal-cli'),
  onProgress: () => {},
});

await withRecorder({}, async (record) => {
  await record('registration-approved', registration('approve'));
  await record('registration-approved-by-reviewer', registration('review-approve'));
  await record('registration-rejected', registration('reject'));
  await record('registration-review-overdue', registration('under-review', { reviewMs: 2_000, deadlineMs: 5_000 }));
  await record('registration-technical-fault', registration('system-error'));
  await record('registration-cancelled', registration('never'), async (handle) => {
    await isIn(handle, 'awaiting-result');
    await handle.cancel({ reason: 'recorded' });
  });
  await record('registration-cancelled-with-a-claim-open', registration('never'), async (handle, smileflow) => {
    await isIn(handle, 'awaiting-result');
    const { verificationId } = handle;
    const claim = { code: '0840', fromReviewer: false, declaredFinal: true };
    await smileflow.signalCallback({ verificationId, claim, requestId: verificationId });
    await handle.cancel({ reason: 'recorded' });
  });
  await record(
    'registration-approved-by-operator',
    registration('under-review', { userId: 'user-operator', reviewMs: 1_000 }),
    async (handle) => {
      await isIn(handle, 'awaiting-operator');
      await handle.decide({ decision: 'approve', by: 'recorded', reason: 'recorded' });
    },
  );
  await record('biometric-kyc-approved', product('biometric-kyc', 'approve'));
  await record('document-verification-approved', product('document-verification', 'approve'));
  await record('document-verification-approved-by-reviewer', product('document-verification', 'review-approve'));
  await record('enhanced-document-verification-rejected', product('enhanced-document-verification', 'reject'));
  await record('authentication-approved', authentication('user-approve'));
  await record('authentication-user-not-enrolled', authentication('a-stranger'));
  await record('authentication-rejected-by-reviewer', authentication('user-approve', 'review-reject'));
});
await withRecorder({}, async (record, { temporal }) => {
  await record('compare-approved', compare('approve'));
  await record('enhanced-kyc-approved', lookup('enhanced-kyc', 'approve'));
  await record('enhanced-kyc-approved-by-callback', lookup('enhanced-kyc', 'approve', { answerByCallback: true }));
  await record('enhanced-kyc-authority-down', lookup('enhanced-kyc', 'issuer-recovers'), async (handle) => {
    for (let pause = 0; pause < 2; pause += 1) {
      await isIn(handle, 'parked');
      await handle.resume();
    }
  });
  await record('basic-kyc-partial-match-by-operator', lookup('basic-kyc', 'partial-match'), async (handle) => {
    await isIn(handle, 'awaiting-operator');
    await handle.decide({ decision: 'approve', by: 'recorded', reason: 'recorded' });
  });
  await record('business-verification-approved', lookup('business-verification', 'approve'));
  await record('registration-first-answer', registration('review-approve', { userId: 'user-first' }), (handle) =>
    handle.firstAnswer(),
  );
  await record(
    'registration-reminded-and-escalated',
    registration('under-review', { userId: 'user-reminded', reviewMs: 1_000, policy: { operatorMs: 2_000 } }),
    async (handle) => {
      while (!/second/.test((await handle.status()).sentence)) await pause();
      await handle.decide({ decision: 'reject', by: 'recorded', reason: 'recorded' });
    },
  );
  await record(
    'registration-stalled',
    registration('never', { userId: 'user-stalled', reviewMs: 1_000 }),
    async (handle) => {
      await isIn(handle, 'awaiting-operator');
      await handle.decide({ decision: 'approve', by: 'recorded', reason: 'recorded' });
    },
  );
  const corrected = registration('review-reject', { userId: 'user-corrected' });
  const handle = await record('registration-cancelled-in-review', corrected, async (verification) => {
    await isIn(verification, 'in-vendor-review');
    await verification.cancel({ reason: 'recorded' });
  });
  if (handle === undefined) return;
  while ((await handle.corrections()).length === 0) await pause();
  await keep('result-correction', temporal, 'correction-registration-cancelled-in-review:1241');
});
await withRecorder({}, async (record, { temporal }) => {
  const { port, answer, close } = await receiver();
  const told = (scenario, change) => registration(scenario, { notifyUrl: `http://127.0.0.1:${port}/`, ...change });
  const done = (id) =>
    temporal.workflow
      .getHandle(id)
      .result()
      .catch(() => undefined);
  const notified = await record('registration-notified', told('review-approve', { userId: 'user-notified' }));
  if (notified !== undefined) {
    await done('notification-registration-notified:2');
    await keep('notification-delivered', temporal, 'notification-registration-notified:2');
  }
  answer(500);
  const late = await record('registration-notified-late', told('approve', { userId: 'user-late' }));
  if (late !== undefined) {
    while ((await late.notifications())[0]?.attempts.length !== 2) await pause();
    answer(200);
    await late.redeliverNotification(1);
    await done('notification-registration-notified-late:1');
    await keep('notification-redelivered', temporal, 'notification-registration-notified-late:1');
  }
  answer(410);
  const gone = await record(
    'registration-notified-and-gone',
    told('review-reject', { userId: 'user-gone' }),
    (handle) => isIn(handle, 'in-vendor-review').then(() => handle.cancel({ reason: 'recorded' })),
  );
  if (gone !== undefined) {
    await done('notification-registration-notified-and-gone:1');
    await keep('notification-gone', temporal, 'notification-registration-notified-and-gone:1');
    while ((await gone.corrections()).length === 0) await pause();
    await keep('result-correction-notified', temporal, 'correction-registration-notified-and-gone:1241');
  }
  answer(200);
  const taken = 'registration-notified-under-the-next-number';
  await temporal.workflow.start('foreign', { workflowId: `notification-${taken}:1`, taskQueue: 'nobody' });
  const next = await record(taken, told('approve', { userId: 'user-next' }));
  if (next !== undefined) {
    await done(`notification-${taken}:2`);
    await keep('notification-on-a-queue-of-its-own', temporal, `notification-${taken}:2`);
  }
  close();
});
// Without a gateway, callbacks reach nobody, and polling has to do.
await withRecorder({ gateway: false }, async (record) => {
  await record('registration-approved-by-polling', registration('approve'));
  await record('authentication-rejected-by-polling', authentication('user-approve', 'reject'));
});
rmSync(workDir, { recursive: true, force: true });

async function withRecorder(parts, use) {
  const stack = await startStack({ config, env: process.env, cli, packageRoot, workDir, parts, onEvent: () => {} });
  try {
    const connection = await Connection.connect({ address: stack.addresses.temporal });
    const temporal = new Client({ connection, namespace: stack.addresses.namespace });
    const smileflow = await connectSmileflow(readClientConfig(workerEnvironment(config, stack.addresses, workDir)));
    const record = async (title, request, meanwhile = async () => {}) => {
      if (titles.length > 0 && !titles.includes(title)) return undefined;
      const handle = await smileflow.start({ verificationId: title, ...request });
      await meanwhile(handle, smileflow);
      const outcome = await handle.result();
      await keep(title, temporal, handle.workflowId, outcome.decision);
      return handle;
    };
    await use(record, { temporal });
    await smileflow.close();
    await connection.close();
  } finally {
    await stack.stop();
  }
}

async function keep(title, temporal, workflowId, decision = 'done') {
  const history = await temporal.workflow.getHandle(workflowId).fetchHistory();
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, `${title}.json`), `${historyToJSON(history)}\n`, { flag: 'wx' });
  console.log(`${title}: ${decision}, ${history.events.length} events`);
}

/** A backend that is notified. */
async function receiver() {
  let status = 200;
  const server = createServer((request, response) =>
    request.resume().on('end', () => response.writeHead(status).end()),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const answer = (next) => {
    status = next;
  };
  return { port: server.address().port, answer, close: () => server.close() };
}

function registration(sandbox_scenario, changes = {}) {
  return {
    product: 'smartselfie-registration',
    userId: `user-${sandbox_scenario}`,
    partnerParams: { sandbox_scenario },
    ...pictures('registration'),
    ...changes,
  };
}
function authentication(userId, sandbox_scenario = 'approve') {
  return {
    product: 'smartselfie-authentication',
    userId,
    partnerParams: { sandbox_scenario },
    ...pictures('authentication'),
  };
}
function product(name, sandbox_scenario) {
  const isKyc = name === 'biometric-kyc';
  const document = (side) => join(packageRoot, 'samples', 'document', `${side}.jpg`);
  return {
    product: name,
    userId: `user-${name}-${sandbox_scenario}`,
    partnerParams: { sandbox_scenario },
    ...pictures('registration'),
    ...(isKyc ? {} : { documentFront: document('front'), documentBack: document('back') }),
    idInfo: { country: 'NG', idType: isKyc ? 'NIN_V2' : 'PASSPORT', ...(isKyc ? { idNumber: '00000000000' } : {}) },
  };
}

function compare(sandbox_scenario) {
  return {
    product: 'smartselfie-compare',
    userId: 'user-compare',
    partnerParams: { sandbox_scenario },
    ...pictures('authentication'),
    comparison: pictures('registration').selfie,
    comparisonType: 'PORTRAIT',
  };
}

function lookup(name, sandbox_scenario, changes = {}) {
  const isBusiness = name === 'business-verification';
  return {
    product: name,
    userId: `user-${name}`,
    partnerParams: { sandbox_scenario },
    idInfo: {
      country: 'NG',
      idType: isBusiness ? 'BUSINESS_REGISTRATION' : 'NIN_V2',
      idNumber: '00000000000',
      ...(name === 'basic-kyc' ? { firstName: 'Specimen', lastName: 'Person' } : {}),
    },
    ...changes,
  };
}

function pause() {
  return new Promise((done) => setTimeout(done, 100));
}

async function isIn(handle, state) {
  while ((await handle.status()).state !== state) await pause();
}

function pictures(folder) {
  const at = (file) => join(packageRoot, 'samples', folder, file);
  return { selfie: at('selfie.jpg'), liveness: [1, 2, 3, 4, 5, 6, 7, 8].map((number) => at(`liveness-${number}.jpg`)) };
}
