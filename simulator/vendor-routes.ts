import type { FastifyInstance, FastifyReply } from 'fastify';
import { answerJobStatus } from './job-status.ts';
import type { Exchange } from './options.ts';
import { prepareUpload, type SeenIds } from './prep-upload.ts';
import { Refusal, type RefusalCode } from './refusal.ts';
import { sendAnswer } from './send-answer.ts';
import type { Simulation } from './simulation.ts';

/** `/v1/upload` and `/v1/job_status`. Bodies arrive as text: the endpoints answer broken JSON with their own code. */
export function addVendorRoutes(app: FastifyInstance, simulation: Simulation): void {
  const { journal } = simulation;
  // SDKs are known to send JSON under other content types or none.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));

  app.post('/v1/upload', async (request, reply) => {
    const seen: SeenIds = { retry: false };
    const outcome = attempt('2201', () => prepareUpload(simulation, request.body, seen).answer);
    const { retry, ...ids } = seen;
    journal.write({ kind: 'prep-upload', ...ids, httpStatus: outcome.httpStatus, code: outcome.code, retry });
    return finish(reply, simulation, { endpoint: 'prep-upload', ...jobIdOf(seen) }, outcome);
  });

  app.post('/v1/job_status', async (request, reply) => {
    const seen: { partnerId?: string; jobId?: string } = {};
    const outcome = attempt('2301', () => answerJobStatus(simulation, request.body, seen));
    const { httpStatus, code } = outcome;
    const jobComplete = outcome.answer && { jobComplete: outcome.answer.job_complete };
    journal.write({ kind: 'job-status', ...seen, httpStatus, code, ...jobComplete });
    return finish(reply, simulation, { endpoint: 'job-status', ...jobIdOf(seen) }, outcome);
  });
}

type Outcome<Answer> =
  | { httpStatus: number; code: string; answer: Answer; refusal?: never }
  | { httpStatus: number; code: string; answer?: never; refusal: Refusal };

function attempt<Answer extends { code: string }>(systemError: RefusalCode, run: () => Answer): Outcome<Answer> {
  try {
    const answer = run();
    return { httpStatus: 200, code: answer.code, answer };
  } catch (error) {
    const refusal = error instanceof Refusal ? error : new Refusal(systemError);
    return { httpStatus: refusal.httpStatus, code: refusal.code, refusal };
  }
}

function finish(
  reply: FastifyReply,
  simulation: Simulation,
  exchange: Omit<Exchange, 'httpStatus' | 'code'>,
  { httpStatus, code, answer, refusal }: Outcome<object>,
): Promise<FastifyReply> {
  // Recorded headers of the real endpoints, PROTOCOL 1.
  reply.headers({ 'access-control-allow-origin': '*', 'access-control-allow-headers': 'Content-type', allow: 'POST' });
  const body = refusal ? refusal.toBody(simulation.settings.quirks.numericErrorCodes) : answer;
  return sendAnswer(reply, simulation, { ...exchange, httpStatus, code }, body);
}

function jobIdOf({ jobId }: { jobId?: string }): { jobId?: string } {
  return jobId === undefined ? {} : { jobId };
}
