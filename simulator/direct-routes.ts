import type { FastifyInstance } from 'fastify';
import { answerCompare } from './compare-request.ts';
import { acceptLookup, answerLookup, type SeenIds } from './lookup-request.ts';
import { named } from './meet-fault.ts';
import type { DirectEndpoint } from './options.ts';
import { Refusal } from './refusal.ts';
import { isObject } from './request-fields.ts';
import { sendAnswer } from './send-answer.ts';
import { servicesTable } from './services-table.ts';
import type { Simulation } from './simulation.ts';

/** Pictures of up to 10 MB, and at most ten of them (PROTOCOL 8, 12.8). */
const bodyLimit = 110_000_000;

/** The endpoints that answer with the result, and the list of what can be looked up (PROTOCOL 12). */
export function addDirectRoutes(app: FastifyInstance, simulation: Simulation): void {
  const { journal, settings } = simulation;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) => done(null, body));

  const add = (
    path: string,
    endpoint: DirectEndpoint,
    tellsSuccess: boolean,
    answer: (
      request: { headers: Record<string, string | string[] | undefined>; body: unknown },
      seen: SeenIds,
    ) => unknown,
  ) =>
    app.post(path, named(endpoint), async (request, reply) => {
      const seen: SeenIds = {};
      let httpStatus = 200;
      let code = '2402';
      let body: unknown;
      try {
        body = await answer(request, seen);
        if (isNoFace(body)) httpStatus = settings.quirks.compareNoFaceStatus;
      } catch (error) {
        const refusal = error instanceof Refusal ? error : new Refusal('2201');
        ({ httpStatus, code } = refusal);
        const envelope = refusal.toBody(settings.quirks.numericErrorCodes);
        // As recorded: some families add `success` to most of their refusals (PROTOCOL 12.4, 12.8).
        body = tellsSuccess && code !== '2215' ? { ...envelope, success: false } : envelope;
      }
      const { jobId } = seen;
      journal.write({ kind: 'direct', endpoint, ...seen, httpStatus, code });
      return sendAnswer(
        reply,
        simulation,
        { endpoint, httpStatus, code, ...(jobId === undefined ? {} : { jobId }) },
        body,
      );
    });

  const lookups = [
    ['/v1/id_verification', '/v1/async_id_verification', 'id-verification', false],
    ['/v2/verify', '/v2/verify_async', 'basic-kyc', false],
    ['/v1/business_verification', '/v1/async_business_verification', 'business-verification', true],
  ] as const;
  for (const [path, asyncPath, service, tellsSuccess] of lookups) {
    add(path, service, tellsSuccess, ({ body }, seen) => answerLookup(simulation, service, asText(body), seen));
    add(asyncPath, `async-${service}`, tellsSuccess, ({ body }, seen) =>
      acceptLookup(simulation, service, asText(body), seen),
    );
  }
  add('/v2/smart-selfie-compare', 'compare', true, (request, seen) => answerCompare(simulation, request, seen));

  app.get('/v1/services', named('services'), async (_request, reply) => {
    journal.write({ kind: 'services', httpStatus: 200 });
    return sendAnswer(reply, simulation, { endpoint: 'services', httpStatus: 200 }, servicesTable);
  });
}

/** Only Compare answers with such a code outside of a refusal (U14). */
function isNoFace(body: unknown): boolean {
  return isObject(body) && body.code === '0941';
}

function asText(body: unknown): string {
  return Buffer.isBuffer(body) ? body.toString('utf8') : '';
}
