import type { FastifyInstance, FastifyReply } from 'fastify';
import { answerJobStatus } from './job-status.ts';
import { named } from './meet-fault.ts';
import type { Exchange } from './options.ts';
import { prepareUpload, type SeenIds } from './prep-upload.ts';
import { Refusal, type RefusalCode } from './refusal.ts';
import { resetRateLimit } from './reset-rate-limit.ts';
import { sendAnswer } from './send-answer.ts';
import type { Simulation } from './simulation.ts';
import { grantToken } from './token-request.ts';

/** `/v1/upload`, `/v1/job_status`, `/v1/token` and the reset of the rate limit. Bodies arrive as text: the endpoints answer
 * broken JSON with their own code. */
export function addVendorRoutes(app: FastifyInstance, simulation: Simulation): void {
  const { journal } = simulation;
  // SDKs are known to send JSON under other content types or none.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));

  app.post('/v1/upload', named('prep-upload'), async (request, reply) => {
    const seen: SeenIds = { retry: false };
    const isExpired = request.fault?.fault === 'expired-url';
    const outcome = attempt('2201', () => prepareUpload(simulation, request.body, seen, isExpired).answer);
    const { retry, ...ids } = seen;
    journal.write({ kind: 'prep-upload', ...ids, httpStatus: outcome.httpStatus, code: outcome.code, retry });
    return finish(reply, simulation, { endpoint: 'prep-upload', ...jobIdOf(seen) }, outcome);
  });

  app.post('/v1/job_status', named('job-status'), async (request, reply) => {
    const seen: { partnerId?: string; jobId?: string } = {};
    const outcome = attempt('2301', () => answerJobStatus(simulation, request.body, seen));
    const { httpStatus, code } = outcome;
    const jobComplete = outcome.answer && { jobComplete: outcome.answer.job_complete };
    journal.write({ kind: 'job-status', ...seen, httpStatus, code, ...jobComplete });
    return finish(reply, simulation, { endpoint: 'job-status', ...jobIdOf(seen) }, outcome);
  });

  app.post('/v1/token', named('token'), async (request, reply) => {
    const seen: { partnerId?: string; jobId?: string } = {};
    const outcome = attempt('2401', () => grantToken(simulation, request.body, seen));
    const { httpStatus, code } = outcome;
    journal.write({ kind: 'token', ...seen, httpStatus, code });
    return finish(reply, simulation, { endpoint: 'token', ...jobIdOf(seen) }, outcome);
  });

  app.post('/v1/id_number_rate_limit_reset', named('rate-limit-reset'), async (request, reply) => {
    const seen: { partnerId?: string } = {};
    const outcome = attempt('2401', () => resetRateLimit(simulation, request.body, seen));
    const { httpStatus, code } = outcome;
    journal.write({ kind: 'rate-limit-reset', ...seen, httpStatus, code });
    return finish(reply, simulation, { endpoint: 'rate-limit-reset' }, outcome);
  });
}

type Outcome<Answer> =
  | { httpStatus: number; code: string; answer: Answer; refusal?: never }
  | { httpStatus: number; code: string; answer?: never; refusal: Refusal };

/** An answer without a code counts as 2402: the last two digits of success, under the prefix of such endpoints. */
function attempt<Answer extends { code?: string }>(systemError: RefusalCode, run: () => Answer): Outcome<Answer> {
  try {
    const answer = run();
    return { httpStatus: 200, code: answer.code ?? '2402', answer };
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
