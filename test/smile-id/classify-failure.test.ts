import { describe, expect, it } from '@jest/globals';
import { classifyFailure, type Endpoint, type Flaw } from '../../smile-id/classify-failure.ts';
import type { TransportReason } from '../../smile-id/transport-error.ts';

const SILENCES: [Endpoint, TransportReason, 'no' | 'maybe', string][] = [
  ['prep-upload', 'refused', 'no', 'unavailable'],
  ['prep-upload', 'tls', 'no', 'unavailable'],
  ['prep-upload', 'timeout', 'no', 'unavailable'],
  ['prep-upload', 'aborted', 'no', 'unavailable'],
  ['prep-upload', 'timeout', 'maybe', 'outcome-unknown'],
  ['prep-upload', 'reset', 'maybe', 'outcome-unknown'],
  ['prep-upload', 'too-large', 'maybe', 'outcome-unknown'],
  ['upload', 'dns', 'no', 'unavailable'],
  ['upload', 'timeout', 'maybe', 'outcome-unknown'],
  ['upload', 'reset', 'maybe', 'outcome-unknown'],
  ['job-status', 'timeout', 'maybe', 'unavailable'],
  ['job-status', 'reset', 'maybe', 'unavailable'],
  ['job-status', 'too-large', 'maybe', 'untrusted-response'],
  ['picture', 'reset', 'maybe', 'unavailable'],
  ['lookup', 'refused', 'no', 'unavailable'],
  ['lookup', 'reset', 'maybe', 'outcome-unknown'],
  ['compare', 'timeout', 'maybe', 'outcome-unknown'],
  ['services', 'timeout', 'maybe', 'unavailable'],
  ['picture', 'too-large', 'maybe', 'untrusted-response'],
];

const ANSWERS: [Endpoint, number, string | undefined, string][] = [
  ['prep-upload', 500, undefined, 'outcome-unknown'],
  ['prep-upload', 502, undefined, 'outcome-unknown'],
  ['prep-upload', 500, '2201', 'outcome-unknown'],
  ['prep-upload', 400, '2401', 'outcome-unknown'],
  ['prep-upload', 408, undefined, 'outcome-unknown'],
  ['lookup', 408, undefined, 'outcome-unknown'],
  ['compare', 408, undefined, 'outcome-unknown'],
  ['job-status', 408, undefined, 'unavailable'],
  ['job-status', 503, undefined, 'unavailable'],
  ['job-status', 500, '2301', 'unavailable'],
  ['prep-upload', 429, undefined, 'rate-limited'],
  ['prep-upload', 429, '2222', 'rate-limited'],
  ['prep-upload', 400, '2222', 'rate-limited'],
  ...['2203', '2204', '2212', '2213', '2215', '2217', '2413', '2303', '2313'].map(
    (code): [Endpoint, number, string, string] => ['prep-upload', 400, code, 'request-refused'],
  ),
  ...['2205', '2305', '2405', '2214', '2414', '2220', '2221'].map((code): [Endpoint, number, string, string] => [
    'prep-upload',
    400,
    code,
    'not-authorised',
  ]),
  ...['2207', '2208', '2209', '2210', '2211', '2216', '2307', '2310'].map(
    (code): [Endpoint, number, string, string] => ['prep-upload', 400, code, 'user-state'],
  ),
  ['job-status', 400, '2305', 'not-authorised'],
  ['job-status', 400, '2304', 'request-refused'],
  ['job-status', 400, '2098', 'request-refused'],
  ['prep-upload', 401, undefined, 'not-authorised'],
  ['prep-upload', 403, undefined, 'not-authorised'],
  ...(['prep-upload', 'lookup', 'compare'] as const).flatMap(
    (endpoint): [Endpoint, number, string | undefined, string][] => [
      // Something in between answered: nobody knows whether Smile ID has seen the request.
      [endpoint, 301, undefined, 'outcome-unknown'],
      [endpoint, 404, undefined, 'outcome-unknown'],
    ],
  ),
  ...(['lookup', 'compare'] as const).flatMap((endpoint): [Endpoint, number, string | undefined, string][] => [
    [endpoint, 500, undefined, 'outcome-unknown'],
    [endpoint, 400, '2201', 'outcome-unknown'],
    [endpoint, 429, '2222', 'rate-limited'],
    [endpoint, 400, '2405', 'not-authorised'],
    [endpoint, 403, undefined, 'not-authorised'],
    [endpoint, 400, '2209', 'user-state'],
    [endpoint, 400, '2413', 'request-refused'],
  ]),
  ['services', 404, undefined, 'request-refused'],
  ['services', 503, undefined, 'unavailable'],
  ['receipt', 403, undefined, 'request-refused'],
  ['upload', 503, 'SlowDown', 'unavailable'],
  ['upload', 500, 'InternalError', 'unavailable'],
  ['upload', 502, undefined, 'unavailable'],
  ['upload', 400, 'IncompleteBody', 'unavailable'],
  ['upload', 400, 'RequestTimeout', 'unavailable'],
  ['upload', 429, 'TooManyRequests', 'unavailable'],
  ['upload', 429, 'SlowDown', 'unavailable'],
  ['upload', 429, undefined, 'unavailable'],
  ['upload', 408, 'SomeWord', 'unavailable'],
  ['upload', 400, 'SlowDown', 'unavailable'],
  ['upload', 409, 'OperationAborted', 'unavailable'],
  ['upload', 400, 'EntityTooLarge', 'request-refused'],
  ['upload', 403, 'SignatureDoesNotMatch', 'request-refused'],
  ['upload', 403, 'AccessDenied', 'not-authorised'],
  ['upload', 403, undefined, 'not-authorised'],
  ['picture', 403, undefined, 'request-refused'],
  ['picture', 404, undefined, 'request-refused'],
  ['picture', 500, undefined, 'unavailable'],
];

const FLAWED: [Endpoint, Flaw, string][] = [
  ['prep-upload', 'not-json', 'outcome-unknown'],
  ['prep-upload', 'incomplete', 'outcome-unknown'],
  ['lookup', 'bad-signature', 'outcome-unknown'],
  ['lookup', 'other-job', 'outcome-unknown'],
  ['compare', 'not-json', 'outcome-unknown'],
  ['services', 'incomplete', 'untrusted-response'],
  ['job-status', 'not-json', 'untrusted-response'],
  ['job-status', 'incomplete', 'untrusted-response'],
  ['job-status', 'bad-signature', 'untrusted-response'],
  ['job-status', 'other-job', 'untrusted-response'],
];

describe('classifyFailure', () => {
  it.each(['2205', '2305', '2405'])('names everything that makes Smile ID answer %s', (code) => {
    const { message } = classifyFailure({ endpoint: 'job-status', status: 400, code });
    for (const cause of ['another environment', 'leading zeros', 'clock', 'stray blank'])
      expect(message).toContain(cause);
  });

  it.each(SILENCES)('calls a silence of %s (%s, reached: %s) %s', (endpoint, reason, reachedServer, kind) => {
    expect(classifyFailure({ endpoint, transport: { reason, reachedServer } }).kind).toBe(kind);
  });

  it.each(ANSWERS)('calls an answer of %s with HTTP %d and code %s %s', (endpoint, status, code, kind) => {
    const failure = classifyFailure({ endpoint, status, code });
    expect(failure).toMatchObject({ kind, httpStatus: status });
    expect(failure.message).toMatch(/^While .{10,240}[^.?]\.$/);
    // S3's words are no Smile ID codes.
    expect(failure.code).toBe(endpoint === 'upload' ? undefined : code);
  });

  it.each(FLAWED)('calls a 200 of %s that is %s %s', (endpoint, flaw, kind) => {
    expect(classifyFailure({ endpoint, status: 200, flaw }).kind).toBe(kind);
  });

  it('tells an unknown job from a wrong data type', () => {
    expect(classifyFailure({ endpoint: 'job-status', status: 400, code: '2304' }).message).toContain('no such job');
    expect(classifyFailure({ endpoint: 'job-status', status: 400, code: '2204' }).message).toContain('data type');
  });
});
