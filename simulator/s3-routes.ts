import type { FastifyInstance, FastifyReply } from 'fastify';
import { named } from './meet-fault.ts';
import { specimenReceipt } from './receipt.ts';
import { findReceipt } from './receipt-link.ts';
import { receiveUpload } from './receive-upload.ts';
import { findLinkedPicture } from './result-picture.ts';
import { type S3Refusal, s3Refusals } from './s3-refusal.ts';
import { dropConnection, sendAnswer } from './send-answer.ts';
import type { Simulation } from './simulation.ts';

type ObjectPath = { Params: { refId: string } };

/** What is S3 in reality: the upload bucket and the bucket of result pictures. Speaks XML when it refuses. */
export function addS3Routes(app: FastifyInstance, simulation: Simulation): void {
  app.removeAllContentTypeParsers();
  // The body stays an unread stream: it is hashed and held back chunk by chunk.
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  // Only a content type that is none at all comes here; to S3 it is one that was not signed.
  app.setErrorHandler((_error, _request, reply) => sendXml(reply, s3Refusals.signatureDoesNotMatch()));

  app.put<ObjectPath>('/videos/:partnerId/:refId/:fileName', named('upload'), async (request, reply) => {
    const answer = await receiveUpload(simulation, request.raw, request.params.refId, request.fault);
    if (answer.kind === 'aborted') return dropConnection(reply);
    const jobId = answer.job && { jobId: answer.job.jobId };
    if (answer.kind === 'refused') {
      const { httpStatus, s3Code: code, xml } = answer.refusal;
      reply.type('application/xml');
      return sendAnswer(reply, simulation, { endpoint: 'upload', ...jobId, code, httpStatus }, xml);
    }
    reply.headers({ 'x-amz-server-side-encryption': 'AES256', ETag: answer.eTag, Server: 'AmazonS3' });
    return sendAnswer(reply, simulation, { endpoint: 'upload', ...jobId, httpStatus: 200 }, '');
  });

  app.get<ObjectPath>('/test/000000/:partnerId/:refId/:fileName', named('picture'), async (request, reply) => {
    const found = findLinkedPicture(simulation, request.url, request.params.refId);
    if ('s3Code' in found) {
      simulation.journal.write({ kind: 'picture', httpStatus: found.httpStatus });
      const { httpStatus, s3Code: code, xml } = found;
      reply.type('application/xml');
      return sendAnswer(reply, simulation, { endpoint: 'picture', code, httpStatus }, xml);
    }
    const { jobId, partnerId } = found.job;
    simulation.journal.write({ kind: 'picture', jobId, partnerId, httpStatus: 200 });
    reply.type(found.mediaType);
    return sendAnswer(reply, simulation, { endpoint: 'picture', jobId, httpStatus: 200 }, found.bytes);
  });
}

/** Smile ID's own portal serves receipts; like pictures they expire (PROTOCOL 9.2). */
export function addReceiptRoute(app: FastifyInstance, simulation: Simulation): void {
  app.get(
    '/api/v3/:partnerId/job_result_summary/:smileJobId/generate_pdf',
    named('receipt'),
    async (request, reply) => {
      const job = findReceipt(simulation, request.url);
      const httpStatus = job ? 200 : 403;
      const ids = job ? { jobId: job.jobId, partnerId: job.partnerId } : {};
      simulation.journal.write({ kind: 'receipt', ...ids, httpStatus });
      if (job) reply.type('application/pdf');
      const exchange = { endpoint: 'receipt', httpStatus, ...(job ? { jobId: job.jobId } : {}) } as const;
      return sendAnswer(reply, simulation, exchange, job ? specimenReceipt(job.smileJobId) : { message: 'Forbidden' });
    },
  );
}

function sendXml(reply: FastifyReply, { httpStatus, xml }: S3Refusal): FastifyReply {
  return reply.code(httpStatus).type('application/xml').send(xml);
}
