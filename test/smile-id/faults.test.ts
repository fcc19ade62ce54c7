import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PRODUCTS } from '../../domain/product.ts';
import { type Endpoint, endpoints } from '../../simulator/endpoints.ts';
import { type HttpFault, httpFaults, targetsOf } from '../../simulator/fault-kinds.ts';
import { type Simulator, startSimulator } from '../../simulator/start-simulator.ts';
import { packageIdInfo } from '../../smile-id/id-info-fields.ts';
import type { LookupRequest } from '../../smile-id/look-up.ts';
import { createPackage } from '../../smile-id/package-zip.ts';
import { createSmileIdClient, type SmileIdClient } from '../../smile-id/smile-id-client.ts';
import { sample } from '../media/pictures.ts';
import { configAt } from './smile-id.ts';

/** What every call from here meets. */
let chosen: { readonly fault: HttpFault; readonly endpoint: Endpoint } | undefined;
let simulator: Simulator;
let client: SmileIdClient;
/** Of a job that has its result. */
let pictureUrl = '';
let receiptUrl = '';
let jobs = 0;

const SELFIE = { role: 'selfie', content: sample() } as const;
const USER = { userId: 'user-1' };
const CALLBACK = { callbackUrl: 'https://partner.example.com/' };

const prepare = (jobId: string, userId = jobId) => client.prepareUpload({ jobType: 4, jobId, userId });

async function put(uploadUrl: string, archive = createPackage({ images: [SELFIE] })) {
  return client.putPackage(uploadUrl, archive.stream(), { bytes: archive.bytes });
}

async function upload(jobId: string, before: () => void) {
  const prepared = await prepare(jobId);
  if (prepared.kind !== 'prepared') throw new Error('The job is there already.');
  before();
  return put(prepared.uploadUrl);
}

function lookUp(jobId: string, service: LookupRequest['service'], answer: LookupRequest['answer']) {
  const person = { firstName: 'Ada', lastName: 'Obi', dateOfBirth: '1990-01-01', gender: 'F', phoneNumber: '080' };
  const [jobType, idInfo] =
    service === 'business-verification'
      ? [7, { idType: 'BUSINESS_REGISTRATION', idNumber: '0000000', businessType: 'co' }]
      : [5, { idType: 'NIN_V2', idNumber: `${jobs}0`.padStart(11, '0'), ...person }];
  return client.lookUp({
    service,
    answer,
    jobType,
    jobId,
    ...USER,
    partnerParams: {},
    ...CALLBACK,
    idInfo: { country: 'NG', ...idInfo },
  });
}

function compare(jobId: string) {
  const part = { bytes: sample().length, open: () => Readable.from([sample()]) };
  const liveness = [part, part, part, part];
  const pictures = { selfie: part, comparison: part, comparisonType: 'ID_PHOTO', liveness } as const;
  return client.compareSelfies({ jobId, ...USER, partnerParams: {}, ...pictures, allowNewEnroll: true });
}

/** Each calls `arm` when the call is next that is to meet the fault. */
const CALLS: { readonly [E in Endpoint]: (jobId: string, arm: () => void) => Promise<unknown> } = {
  'prep-upload': armed((jobId) => prepare(jobId)),
  upload,
  'job-status': armed(() => client.readJobStatus({ jobId: 'known', userId: 'known' })),
  picture: armed(() => client.fetchPicture(pictureUrl)),
  receipt: armed(() => client.fetchReceipt(receiptUrl)),
  'rate-limit-reset': armed(() =>
    client.resetIdNumberLimit({ country: 'NG', idType: 'NIN_V2', idNumber: '00000000000' }),
  ),
  token: armed((jobId) => client.requestWebToken({ jobId, ...USER, product: 'smartselfie', ...CALLBACK })),
  services: armed(() => client.readServices()),
  'id-verification': armed((jobId) => lookUp(jobId, 'id-verification', 'result')),
  'basic-kyc': armed((jobId) => lookUp(jobId, 'basic-kyc', 'result')),
  'business-verification': armed((jobId) => lookUp(jobId, 'business-verification', 'result')),
  compare: armed(compare),
  'async-id-verification': armed((jobId) => lookUp(jobId, 'id-verification', 'callback')),
  'async-basic-kyc': armed((jobId) => lookUp(jobId, 'basic-kyc', 'callback')),
  'async-business-verification': armed((jobId) => lookUp(jobId, 'business-verification', 'callback')),
};

function armed(call: (jobId: string) => Promise<unknown>) {
  return (jobId: string, arm: () => void): Promise<unknown> => {
    arm();
    return call(jobId);
  };
}

/** Calls that may be tried again without harm. */
const READS: readonly Endpoint[] = ['job-status', 'picture', 'receipt', 'rate-limit-reset', 'token', 'services'];

function expectedKind(fault: HttpFault, endpoint: Endpoint): string {
  const isRead = READS.includes(endpoint);
  switch (fault) {
    case 'too-many-requests':
      // S3's alone is tried again by whoever uploads.
      return endpoint === 'upload' ? 'unavailable' : 'rate-limited';
    case 'malformed-json':
    case 'wrong-signature':
      return isRead ? 'untrusted-response' : 'outcome-unknown';
    case 'expired-url':
      return endpoint === 'upload' ? 'url-expired' : 'prepared';
    case 'server-error':
    case 'server-error-after':
      return isRead || endpoint === 'upload' ? 'unavailable' : 'outcome-unknown';
    default:
      return isRead ? 'unavailable' : 'outcome-unknown';
  }
}

beforeAll(async () => {
  simulator = await startSimulator({
    processingMs: 1,
    hooks: {
      chooseFault: ({ endpoint }) =>
        endpoint === chosen?.endpoint
          ? { fault: chosen.fault, forMs: chosen.fault === 'refused' ? 30 : 5_000 }
          : undefined,
    },
  });
  const config = { ...configAt(simulator.url), requestTimeoutMs: 400, uploadTimeoutMs: 400 };
  client = createSmileIdClient({ config });
  const idInfo = { country: 'NG', idType: 'NIN_V2', idNumber: '00000000000', firstName: 'Ada', lastName: 'Obi' };
  const known = { jobId: 'known', userId: 'known' };
  const prepared = await client.prepareUpload({ jobType: 1, ...known });
  if (prepared.kind !== 'prepared') throw new Error('The job is new.');
  await put(
    prepared.uploadUrl,
    createPackage({ idInfo: packageIdInfo(PRODUCTS['biometric-kyc'], idInfo), images: [SELFIE] }),
  );
  // The answer of the ID authority comes before the result, and has neither.
  while (receiptUrl === '') {
    const reading = await client.readJobStatus(known);
    if (reading.kind !== 'reported') continue;
    const [picture] = reading.pictures ?? [];
    pictureUrl = picture !== undefined && 'url' in picture ? picture.url : '';
    receiptUrl = reading.receiptUrl ?? '';
  }
});

afterAll(async () => {
  client.close();
  await simulator.close();
});

describe('Every fault, wherever it may happen,', () => {
  const cases = httpFaults.flatMap((fault) =>
    endpoints.filter((endpoint) => targetsOf(fault).includes(endpoint)).map((endpoint) => [fault, endpoint] as const),
  );

  it.each(cases)('%s at %s has the name of who must act', async (fault, endpoint) => {
    jobs += 1;
    const call = CALLS[endpoint](`job-${jobs}`, () => {
      chosen = { fault, endpoint };
    });
    const outcome = await call
      .catch((error: unknown) => error)
      .finally(() => {
        chosen = undefined;
      });
    expect(outcome).toMatchObject({ kind: expectedKind(fault, endpoint) });
    // A door that was shut opens again.
    while (!(await client.readServices().then(Boolean, () => false)));
  });
});
