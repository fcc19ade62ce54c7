// A backend that verifies people: it starts verifications with uploaded pictures, tells how they stand, and is notified of
// what happens to them. With `npm start` running:
//
//   SMILEFLOW_NOTIFICATION_KEYS=whsec_bm90IGEgc2VjcmV0LCBmb3IgdGhlIGxvY2FsIHN0YWNr node examples/backend-fastify.mjs
//   curl -F id=signup-1 -F userId=u4 -F selfie=@samples/registration/selfie.jpg http://127.0.0.1:3000/verifications
//   curl http://127.0.0.1:3000/verifications/signup-1
//
// Configured as every client is: TEMPORAL_* and SMILEFLOW_*. PUBLIC_URL is where the workers reach this backend.
import Fastify from 'fastify';
import { connectSmileflow, isVerificationFailure, readClientConfig, verifyNotification } from 'smileflow/client';

const { PORT: port = '3000', PUBLIC_URL } = process.env;
const MOST_BYTES = 20 * 1024 * 1024;
const WANTED = 'Send multipart/form-data with id, userId, selfie and, if you have them, 8 times liveness.';
const STATUS_OF = { 'invalid-request': 400, 'not-found': 404, 'different-input': 409, unavailable: 503 };
const keys = (process.env.SMILEFLOW_NOTIFICATION_KEYS ?? '').split(/[\s,]+/).filter(Boolean);

let smileflow;
try {
  // A key or URL that is none shows now, and not when the first notification or request comes.
  verifyNotification('', {}, keys);
  const SMILEFLOW_NOTIFY_URL = PUBLIC_URL && `${PUBLIC_URL}/notifications`;
  smileflow = await connectSmileflow(readClientConfig({ ...process.env, SMILEFLOW_NOTIFY_URL }));
} catch (error) {
  console.error(error.message.replace('SMILEFLOW_NOTIFY_URL', 'PUBLIC_URL'));
  process.exit(2);
}

const app = Fastify({ bodyLimit: MOST_BYTES });
app.addHook('onClose', () => smileflow.close());

// Whatever is no form is undefined, and refused in words.
app.removeAllContentTypeParsers();
app.addContentTypeParser('*', { parseAs: 'buffer' }, async () => undefined);
app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, ({ headers }, body) =>
  new Response(body, { headers: { 'content-type': headers['content-type'] } }).formData().catch(() => undefined),
);

// Asked again with the same id, pictures and user, it attaches to the verification that was started before.
app.post('/verifications', async ({ body: form }, reply) => {
  if (!(form instanceof FormData)) return reply.code(400).send({ error: WANTED });
  const verification = await smileflow.start({
    product: 'smartselfie-registration',
    verificationId: form.get('id'),
    userId: form.get('userId'),
    selfie: await bytesOf(form.get('selfie')),
    liveness: await Promise.all(form.getAll('liveness').map(bytesOf)),
    notifyUrl: `${publicUrl}/notifications`,
  });
  const { verificationId, isNew, warnings } = verification;
  return reply.code(isNew ? 202 : 200).send({ verificationId, warnings });
});

app.get('/verifications/:id', async ({ params }) => {
  const verification = smileflow.open(params.id);
  const { state, sentence, whoActs, until } = await verification.status();
  // Nothing is left to wait for, so the outcome is there.
  if (until === undefined) return { state, sentence, outcome: await verification.result() };
  return { state, sentence, whoActs, until };
});

/** In a real service: a table with a unique column, written in one transaction with what the notification causes. */
const seen = new Set();

app.register(async (notified) => {
  // The raw bytes, because a body that was parsed and written anew has another signature.
  notified.removeAllContentTypeParsers();
  notified.addContentTypeParser('*', { parseAs: 'buffer' }, async (_request, body) => body);
  notified.post('/notifications', async ({ body, headers }, reply) => {
    const verified = verifyNotification(body ?? '', headers, keys);
    if (verified.kind === 'refused')
      return reply.code(401).send({ error: `This is no notification of smileflow: ${verified.reason}.` });
    const { id, notification } = verified;
    if (!seen.has(id)) console.log(`${notification.type} ${notification.data.verificationId}`);
    seen.add(id);
    return reply.code(204).send();
  });
});

app.setErrorHandler((error, _request, reply) => {
  const status = isVerificationFailure(error) ? STATUS_OF[error.kind] : error.statusCode;
  // What nobody has foreseen is told here, and not to whoever asked.
  if (status === undefined || status >= 500) console.error(error.message);
  if (status === undefined) return reply.code(500).send({ error: 'unexpected' });
  return reply.code(status).send({ error: error.message, problems: error.problems });
});

async function bytesOf(file) {
  return file instanceof Blob ? new Uint8Array(await file.arrayBuffer()) : undefined;
}

process.once('SIGTERM', () => app.close());

let publicUrl = PUBLIC_URL;
try {
  const address = await app.listen({ port: Number(port), host: '127.0.0.1' });
  publicUrl ||= address;
  console.log(`listening on ${address}`);
} catch (error) {
  console.error(`Cannot listen on port ${port}: ${error.message}`);
  process.exit(2);
}
