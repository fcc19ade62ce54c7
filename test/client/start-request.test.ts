import { describe, expect, it } from '@jest/globals';
import { checkRequest, type StartRequest } from '../../client/start-request.ts';
import { isVerificationFailure, type VerificationFailure } from '../../domain/failure.ts';
import { pngHead, sample, samplePath } from '../media/pictures.ts';

const SELFIE = samplePath('registration/selfie.jpg');
const LIVENESS = Array.from({ length: 8 }, (_, index) => samplePath(`registration/liveness-${index + 1}.jpg`));
const DAY_MS = 86_400_000;

const UNKNOWN_PRODUCT =
  'product must be one of smartselfie-registration, smartselfie-authentication, biometric-kyc, document-verification, enhanced-document-verification, smartselfie-compare, enhanced-kyc, basic-kyc, business-verification';

const GOOD: StartRequest = { product: 'smartselfie-registration', userId: 'user-17', selfie: SELFIE };

/** Not typed, because untyped callers make exactly these mistakes. */
async function failureOf(change: Record<string, unknown>): Promise<VerificationFailure> {
  try {
    await checkRequest({ ...GOOD, ...change } as StartRequest);
  } catch (error) {
    if (isVerificationFailure(error)) return error;
    throw error;
  }
  throw new Error('the request was accepted');
}

async function problemsOf(change: Record<string, unknown>): Promise<readonly string[]> {
  return (await failureOf(change)).problems;
}

describe('Checking a request', () => {
  it.each([
    ['only what is needed', {}],
    ['eight liveness pictures', { liveness: LIVENESS }],
    ['an empty list of liveness pictures', { liveness: [] }],
    ['a selfie as bytes', { selfie: sample() }],
    ['an id of its own', { verificationId: 'order-4711' }],
    ['the shortest and the longest time', { deadlineMs: 30 * DAY_MS, reviewMs: 1_000 }],
    ['own parameters', { partnerParams: { branch: 'Lagos', campaign: '' } }],
    ['a new enrolment', { allowNewEnroll: true }],
    ['a user id of 200 characters', { userId: 'x'.repeat(200) }],
    ['an ID check that is left out', { skipIdCheck: true }],
    ['a URL to notify, with a query', { notifyUrl: 'https://backend.example.com:8443/hooks?tenant=7' }],
    ['a URL on this machine', { notifyUrl: 'http://127.0.0.1:8500/' }],
    ['a URL on this machine by its name', { notifyUrl: 'http://localhost:8500/hooks' }],
    ['a URL on this machine by IPv6', { notifyUrl: 'http://[::1]:8500/hooks' }],
    ['the other product', { product: 'smartselfie-authentication', allowNewEnroll: false }],
  ] as const)('accepts %s', async (_, change) => {
    const checked = await checkRequest({ ...GOOD, ...change });
    expect(checked.pictures[0]?.role).toBe('selfie');
  });

  it('loads the selfie first and the liveness pictures in their order', async () => {
    const { pictures } = await checkRequest({ ...GOOD, liveness: LIVENESS });
    expect(pictures.map(({ role }) => role)).toEqual(['selfie', ...Array(8).fill('liveness')]);
    const names = ['selfie', ...LIVENESS.map((_, index) => `liveness-${index + 1}`)];
    pictures.forEach(({ bytes }, index) => {
      expect(Buffer.compare(bytes, sample(`registration/${names[index]}.jpg`))).toBe(0);
    });
  });

  it('keeps everything else as it is and drops the sources of the pictures', async () => {
    const rest = { verificationId: 'order-1', partnerParams: { branch: 'Lagos' }, deadlineMs: DAY_MS };
    const { pictures, ...kept } = await checkRequest({ ...GOOD, ...rest, skipIdCheck: true });
    expect(kept).toEqual({ product: GOOD.product, userId: GOOD.userId, warnings: [], ...rest });
    expect(pictures).toHaveLength(1);
  });

  it('reports everything that is wrong at once', async () => {
    const failure = await failureOf({
      verificationId: '../x',
      userId: '',
      selfie: '/nowhere/ada-lovelace.jpg',
      liveness: [sample(), pngHead(), Buffer.from('text')],
      partnerParams: { job_id: '7', count: 7 },
      allowNewEnroll: 'yes',
      deadlineMs: 10,
      reviewMs: 1.5,
      colour: 'blue',
    });
    expect(failure.kind).toBe('invalid-request');
    expect([...failure.problems].sort()).toEqual(
      [
        'verificationId does not fit: a verification id has 1 to 100 characters out of letters, digits, ".", "_" and "-", and begins with a letter or digit',
        'userId is empty',
        'selfie does not exist: check the path',
        'liveness picture 2 is a PNG; Smile ID takes JPEG only: convert it to JPEG and try again',
        'liveness picture 3 is not a JPEG picture, whatever its name says: give a JPEG',
        'liveness has 3 pictures: give 0 or 8',
        'partnerParams.job_id is set by smileflow itself: use another key',
        'partnerParams.count must be text',
        'allowNewEnroll must be true or false',
        'deadlineMs must be at least a second',
        'reviewMs must be a whole number of milliseconds',
        'colour: not a field of a verification',
      ].sort(),
    );
    for (const problem of failure.problems) expect(failure.message).toContain(problem);
  });

  it.each([
    ['product', 'palm-reading', UNKNOWN_PRODUCT],
    ['product', undefined, UNKNOWN_PRODUCT],
    ['userId', undefined, 'userId is missing: give the id under which your system knows the person'],
    ['userId', 17, 'userId must be text'],
    ['userId', ' user-17', 'userId begins or ends with a blank'],
    ['userId', 'x'.repeat(201), 'userId has more than 200 characters'],
    ['selfie', undefined, 'selfie must be the path of a JPEG, its bytes, or { base64: … }'],
    ['selfie', 17, 'selfie must be the path of a JPEG, its bytes, or { base64: … }'],
    ['deadlineMs', '1h', 'deadlineMs must be a number of milliseconds'],
    ['deadlineMs', Number.NaN, 'deadlineMs must be a number of milliseconds'],
    ['deadlineMs', 999, 'deadlineMs must be at least a second'],
    ['deadlineMs', 30 * DAY_MS + 1, 'deadlineMs must be at most 30 days'],
    ['reviewMs', -5, 'reviewMs must be at least a second'],
    ['reviewMs', 30 * DAY_MS + 1, 'reviewMs must be at most 30 days'],
    ['selfi', 'x', 'selfi: not a field of a verification'],
    ['answerByCallback', 'yes', 'answerByCallback must be true or false'],
    ['skipIdCheck', 1, 'skipIdCheck must be true or false'],
    ['comparisonType', 'PAINTING', 'comparisonType must be one of ID_PHOTO, PORTRAIT, DOCUMENT'],
    ['idInfo', null, 'idInfo must be an object'],
    ['policy', 'strict', 'policy must be an object'],
  ])('says of %s as %p: %s', async (field, value, problem) => {
    expect(await problemsOf({ [field]: value })).toEqual([problem]);
  });

  it.each([
    [7, 'notifyUrl must be the URL that notifications are posted to'],
    ['', 'notifyUrl is no URL'],
    ['backend.example.com', 'notifyUrl is no URL'],
    [' https://backend.example.com', 'notifyUrl is no URL'],
    ['https://backend.example.com/\n', 'notifyUrl is no URL'],
    ['http://backend.example.com', 'notifyUrl must be https; plain http is for this machine only'],
    ['http://127.0.0.1.example.com', 'notifyUrl must be https; plain http is for this machine only'],
    ['ftp://127.0.0.1', 'notifyUrl must be https; plain http is for this machine only'],
    ['https://ada:secret@example.com', 'notifyUrl carries credentials: leave them out'],
    ['https://example.com/#', 'notifyUrl carries a fragment, which is never sent: leave it out'],
    ['http://127.0.0.1\\hooks\\secret', 'notifyUrl must begin with https:// and hold no backslash'],
    ['https:\\\\example.com/hooks', 'notifyUrl must begin with https:// and hold no backslash'],
    ['https://example.com/hooks?a=\\', 'notifyUrl must begin with https:// and hold no backslash'],
    ['https:example.com', 'notifyUrl must begin with https:// and hold no backslash'],
    ['https:///example.com', 'notifyUrl must begin with https:// and hold no backslash'],
    [`https://example.com/${'x'.repeat(2_000)}`, 'notifyUrl has more than 2000 characters'],
  ])('does not notify %p: %s', async (notifyUrl, problem) => {
    expect(await problemsOf({ notifyUrl })).toEqual([problem]);
  });

  it.each(['job_id', 'job_type', 'user_id'])('keeps the parameter %s for itself', async (key) => {
    expect(await problemsOf({ partnerParams: { [key]: 'x' } })).toEqual([
      `partnerParams.${key} is set by smileflow itself: use another key`,
    ]);
  });

  it.each([1, 2, 7, 9])('does not send %i liveness pictures, for which the vendor documents nothing', async (count) => {
    const liveness = Array.from({ length: count }, () => sample());
    expect(await problemsOf({ liveness })).toEqual([`liveness has ${count} pictures: give 0 or 8`]);
  });

  it('names the liveness picture that cannot be used by its place', async () => {
    const liveness = LIVENESS.map((path, index) => (index === 4 ? `${path}.missing` : path));
    expect(await problemsOf({ liveness })).toEqual(['liveness picture 5 does not exist: check the path']);
  });

  it('does not let an authentication ask for a new enrolment', async () => {
    expect(await problemsOf({ product: 'smartselfie-authentication', allowNewEnroll: true })).toEqual([
      'allowNewEnroll does not concern SmartSelfie Authentication: leave it out',
    ]);
  });

  it.each(['constructor', 'toString', '__proto__'])('does not stumble over a product called %s', async (product) => {
    expect(await problemsOf({ product })).toEqual([UNKNOWN_PRODUCT]);
  });

  it.each([
    ['verificationId', 17],
    ['liveness', 'selfie.jpg'],
    ['liveness', ['', 17]],
    ['partnerParams', 'branch'],
    ['partnerParams', { branch: 7 }],
    ['selfie', ''],
  ])('says of %s as %p what to give, in its own words', async (field, value) => {
    const problems = await problemsOf({ [field]: value });
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) {
      expect(problem.startsWith(field)).toBe(true);
      expect(problem).not.toMatch(/Invalid input|Too small|expected|received/);
    }
  });

  it('repeats neither a path, nor a user id, nor what a parameter holds', async () => {
    const planted = 'ada-lovelace-12345678';
    const failure = await failureOf({
      userId: ` ${planted}`,
      selfie: `/nowhere/${planted}.jpg`,
      liveness: [`/nowhere/${planted}.jpg`],
      partnerParams: { job_id: planted },
      verificationId: `/${planted}`,
    });
    expect(failure.problems).toHaveLength(6);
    expect(JSON.stringify([failure.message, failure.problems])).not.toContain(planted);
  });
});
