import { isVerificationFailure, VerificationFailure } from '../domain/failure.ts';
import { UPLOAD_GRACE_MS } from '../domain/polling.ts';
import type { JobReading } from './job-status-message.ts';
import { lookUntil } from './look-until.ts';
import type { UploadPackage } from './package-zip.ts';
import { pause } from './pause.ts';
import type { PreparedUpload, UploadRequest } from './prep-upload-message.ts';
import type { SmileIdClient } from './smile-id-client.ts';
import { withSmileJobId } from './with-smile-job-id.ts';

export interface Sending {
  readonly request: UploadRequest;
  readonly archive: UploadPackage;
  /** Whether a job of this id, should there be one, is this very one. */
  readonly mayExist: boolean;
  readonly signal?: AbortSignal | undefined;
  /** How long "no zip" must have been said before it is believed of an upload that broke off. */
  readonly graceMs?: number;
  /** Called where Smile ID has all of the archive and nothing went wrong on the way, so that nobody reads it any more. */
  readonly onStored?: (() => void) | undefined;
}

/** `smileJobId` is undefined where the job was there already, and Smile ID has not named it yet. */
export interface SentJob {
  readonly smileJobId: string | undefined;
  /** False where nothing had to be sent: Smile ID has the pictures. */
  readonly isNew: boolean;
}

const TRIES = 3;
const FIRST_PAUSE_MS = 500;

/**
 * Creates the job and brings its pictures to Smile ID, once: what may have been taken is asked about before it is sent
 * again, and nothing is tried more than three times (PROTOCOL 5.4, 6).
 * @throws VerificationFailure; with `smileJobId` where the job exists all the same
 */
export async function sendPictures(client: SmileIdClient, sending: Sending): Promise<SentJob> {
  const prepared = await prepare(client, sending);
  try {
    return await upload(client, sending, prepared);
  } catch (error) {
    throw withSmileJobId(error, prepared.smileJobId);
  }
}

async function upload(client: SmileIdClient, sending: Sending, first: Preparation): Promise<SentJob> {
  const { archive, signal, onStored } = sending;
  let { smileJobId } = first;
  let prepared = first;
  for (let tries = 1; ; tries += 1) {
    if (prepared.kind === 'arrived') return { smileJobId: prepared.smileJobId, isNew: false };
    const body = archive.stream();
    let isUnreadable = false;
    body.once('error', () => {
      isUnreadable = true;
    });
    try {
      const answer = await client.putPackage(prepared.uploadUrl, body, { bytes: archive.bytes, signal });
      if (answer.kind === 'stored') {
        if (tries === 1) onStored?.();
        return { smileJobId, isNew: true };
      }
      if (tries >= TRIES) throw new VerificationFailure('unavailable', EXPIRED);
      prepared = await prepareAgain(client, sending, smileJobId);
      smileJobId = prepared.smileJobId;
    } catch (error) {
      signal?.throwIfAborted();
      if (isUnreadable || !passes(error) || tries >= TRIES) throw error;
      // An answer of 5xx proves nothing either: something in between may have given it.
      if (!error.wasNeverSent && (await haveArrived(client, sending))) return { smileJobId, isNew: true };
      await pause(FIRST_PAUSE_MS * 2 ** (tries - 1), signal);
    }
  }
}

const EXPIRED = 'The upload URLs that Smile ID gave had expired when they were used: check the clock of this machine.';

type Preparation = PreparedUpload | { readonly kind: 'arrived'; readonly smileJobId: string | undefined };

async function prepare(client: SmileIdClient, sending: Sending): Promise<Preparation> {
  const { request, signal } = sending;
  let mayBeOurs = sending.mayExist;
  for (let tries = 1; ; tries += 1) {
    try {
      const answer = await client.prepareUpload(request, { signal });
      if (answer.kind === 'prepared') return answer;
      if (!mayBeOurs) throw conflict();
      return await carryOn(client, sending);
    } catch (error) {
      signal?.throwIfAborted();
      if (!passes(error) || tries >= TRIES) throw error;
      if (error.kind === 'outcome-unknown') mayBeOurs = true;
      await pause(FIRST_PAUSE_MS * 2 ** (tries - 1), signal);
    }
  }
}

const CONFLICT =
  'Smile ID knows a job of this id already: use another jobId, or say mayExist if an earlier call of yours created it with the same pictures.';

function conflict(): VerificationFailure {
  return new VerificationFailure('request-refused', CONFLICT, { code: '2215' });
}

/**
 * Only a job without pictures gets another URL: what else would get, and cost, is not documented. One whose pictures are there
 * already is this one only if the caller said so: from here none were sent yet.
 */
async function carryOn(client: SmileIdClient, sending: Sending): Promise<Preparation> {
  const reading = sending.mayExist ? await settledReading(client, sending) : await look(client, sending);
  if (reading.kind === 'no-zip') return prepareAgain(client, sending, undefined);
  if (!sending.mayExist) throw conflict();
  return { kind: 'arrived', smileJobId: reading.kind === 'reported' ? reading.messages[0]?.smileJobId : undefined };
}

const UNVERIFIED =
  'Smile ID says that it has no pictures of the job, and its signature is wrong; nothing was sent again.';

async function prepareAgain(
  client: SmileIdClient,
  { request, signal }: Pick<Sending, 'request' | 'signal'>,
  smileJobId: string | undefined,
): Promise<Preparation> {
  const answer = await client.prepareUpload({ ...request, retry: true }, { signal });
  return answer.kind === 'prepared' ? answer : { kind: 'arrived', smileJobId };
}

async function haveArrived(client: SmileIdClient, sending: Sending): Promise<boolean> {
  return (await settledReading(client, sending)).kind !== 'no-zip';
}

type Reading = Exclude<JobReading, { kind: 'no-zip-unverified' }>;

/** "No zip" is said for a while after an upload that arrived, too, so it is believed only once it was said for long enough. */
async function settledReading(client: SmileIdClient, sending: Sending): Promise<Reading> {
  const { signal, graceMs = UPLOAD_GRACE_MS } = sending;
  const found = await lookUntil({ graceMs, signal }, async () => {
    const reading = await look(client, sending);
    return reading.kind === 'no-zip' ? undefined : reading;
  });
  return found ?? { kind: 'no-zip' };
}

async function look(client: SmileIdClient, { request, signal }: Sending): Promise<Reading> {
  const reading = await client.readJobStatus(request, { signal });
  if (reading.kind === 'no-zip-unverified') throw new VerificationFailure('untrusted-response', UNVERIFIED);
  return reading;
}

function passes(error: unknown): error is VerificationFailure {
  return isVerificationFailure(error) && (error.kind === 'unavailable' || error.kind === 'outcome-unknown');
}
