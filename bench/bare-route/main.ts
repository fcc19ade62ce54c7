/**
 * What the gateway is measured against: a route that signals the verification of a callback, and does nothing else. No
 * signature, no age, no limit, no request id, no dead letters.
 */
import { Client, Connection } from '@temporalio/client';
import Fastify from 'fastify';

const { TEMPORAL_ADDRESS = '127.0.0.1:7233', TEMPORAL_NAMESPACE = 'default' } = process.env;
const connection = await Connection.connect({ address: TEMPORAL_ADDRESS });
const client = new Client({ connection, namespace: TEMPORAL_NAMESPACE });
const server = Fastify({ logger: false, bodyLimit: 2 * 1024 * 1024 });

interface Body {
  readonly ResultCode: string;
  readonly PartnerParams: { readonly job_id: string };
}

server.post<{ Body: Body }>('/callbacks/smile-id/:verificationId', async (request) => {
  const { ResultCode, PartnerParams } = request.body;
  await client.workflow
    .getHandle(`verification-${PartnerParams.job_id}`)
    .signal('callbackReceived', { code: ResultCode, fromReviewer: false });
  return { status: 'received' };
});

const address = await server.listen({ host: '127.0.0.1', port: 0 });
process.send?.({ kind: 'ready', address });
process.once('SIGTERM', () => void server.close().then(() => process.exit()));
process.once('disconnect', () => process.exit());
