import { connectSmileflow, createSmileflow, type Smileflow, type StartRequest } from 'smileflow/client';
import {
  createPackage,
  createSmileId,
  createSmileIdClient,
  type IdInfoClaim,
  type JobRequest,
  readSmileIdConfig,
  type SmileId,
  type SmileIdClient,
  type Submission,
  TransportError,
  type WebTokenRequest,
} from 'smileflow/smile-id';

// For the compiler alone.

// What may be left out may be undefined as well, as variables of the environment are.
const { CALLBACK_URL: callbackUrl, CAMPAIGN: firstName, PARTNER: partner, NOTIFY_URL: notifyUrl } = process.env;
export const job: JobRequest = { product: 'basic-kyc', userId: 'user', idInfo: { firstName }, selfie: callbackUrl };
export const claim: IdInfoClaim = { product: 'basic-kyc', idInfo: {}, partnerParams: undefined, hasIdCard: undefined };
export const request: StartRequest = { ...job, partner, notifyUrl, policy: undefined, deadlineMs: undefined };

// What a package of yours exposes is written into its declarations, so that every type needs a name.
const config = readSmileIdConfig({ SMILE_ID_ENVIRONMENT: 'sandbox' });
export const makeSmileId = () => createSmileId(config, { callbackUrl, authentication: undefined });
export const submission: Submission = { ...job, jobId: 'job', callbackUrl, mayExist: undefined };
export const token: WebTokenRequest = { jobId: 'job', userId: 'user', product: 'basic_kyc', callbackUrl };
export const makeClient = () => createSmileIdClient({ config });
export const partsOf = ({ createClient = createSmileIdClient }) => createClient;
export const makeArchive = (content: Uint8Array) => createPackage({ images: [{ role: 'selfie', content }] });
export const putArchive = (client: SmileIdClient, url: string, archive: ReturnType<typeof makeArchive>) =>
  client.putPackage(url, archive.stream(), { bytes: archive.bytes });

type Calls<Api> = { readonly [Call in keyof Api]: Api[Call] };
export const callsOfClient = ({ ...calls }: SmileIdClient) => calls;
export const callsOfLibrary = ({ ...calls }: SmileId) => calls;
export const callsOfWorkflows = ({ ...calls }: Smileflow) => calls;
export const prepare = (client: Calls<SmileIdClient>) => client.prepareUpload;
export const put = async (...given: Parameters<SmileIdClient['putPackage']>) => makeClient().putPackage(...given);
export const read = async (client: SmileIdClient) => client.readJobStatus({ jobId: 'job', userId: 'user' });
export const lookUp = async (...given: Parameters<SmileIdClient['lookUp']>) => makeClient().lookUp(...given);
export const compare = async (...given: Parameters<SmileIdClient['compareSelfies']>) =>
  makeClient().compareSelfies(...given);
export const transportOf = ({ transport }: Parameters<typeof createSmileIdClient>[0]) => transport;
export const give = async (exchange: Parameters<NonNullable<ReturnType<typeof transportOf>>['exchange']>[0]) => {
  if (exchange.method !== 'GET') throw new TransportError('refused', 'no');
  return exchange;
};
export const archives = (...given: Parameters<typeof createPackage>) => createPackage(...given).stream;

export const connect = connectSmileflow;
export const over = createSmileflow;
export const signal = async (...given: Parameters<Smileflow['signalCallback']>) =>
  (await connectSmileflow({} as Parameters<typeof connectSmileflow>[0])).signalCallback(...given);
export const start = async (smileflow: Smileflow) =>
  smileflow.start({ product: 'basic-kyc', userId: 'user', policy: { fourEyes: true } });
export const handle = (smileflow: Smileflow) => ({ ...smileflow.open('verification') });
export const report = async (smileId: SmileId) => smileId.jobStatus({ jobId: 'job', userId: 'user' });
