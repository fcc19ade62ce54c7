// Submits one job with our library, from its sources, in a process that can be watched. The task comes on standard input.
import { register } from 'node:module';
import { text } from 'node:stream/consumers';

register('../smile-id/typescript-loader.mjs', import.meta.url);
const { readSmileIdConfig } = await import('../../smile-id/config.ts');
const { createSmileId } = await import('../../smile-id/smile-id.ts');

const { env, submission } = JSON.parse(await text(process.stdin));
const smileId = createSmileId(readSmileIdConfig(env));
const { smileJobId } = await smileId.submitJob(submission);
smileId.close();
process.stdout.write(JSON.stringify({ smileJobId }));
