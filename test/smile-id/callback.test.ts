import { describe, expect, it } from '@jest/globals';
import { parseCallback, projectCallback } from '../../smile-id/callback.ts';
import { isGenuine } from '../../smile-id/signature.ts';
import { fixture, fixtureBytes, KEYS } from './fixture.ts';

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
const flat = (more: object = {}) => ({
  ResultCode: '0840',
  PartnerParams: { job_id: 'j', user_id: 'u', job_type: 4 },
  timestamp: 't',
  signature: 's',
  ...more,
});

function parsed(value: unknown) {
  const callback = parseCallback(bytes(value));
  if (callback.kind === 'malformed') throw new Error(callback.why);
  return callback;
}

describe('parseCallback', () => {
  it('unwraps the envelope of the old READMEs and keeps its signature', () => {
    const callback = parseCallback(fixtureBytes('callback.biometric-kyc.wrapped-old-readme.json'));
    if (callback.kind === 'malformed') throw new Error(callback.why);
    expect(callback).toMatchObject({ jobId: 'job_bkyc_0001', userId: 'user_ada_0001', message: { code: '0810' } });
    expect(isGenuine(KEYS, callback.timestamp, callback.signature)).toBe(true);
  });

  it('pairs timestamp and signature of one level', () => {
    const { timestamp } = parsed({ timestamp: 'outer', result: flat({ timestamp: 'inner' }) });
    expect(timestamp).toBe('inner');
  });

  it.each([
    ['12xx', { ResultCode: '1240' }],
    ['the words', { ResultText: 'Document Verified AFTER human review' }],
    ['IsMachineResult as text', { IsMachineResult: 'false' }],
    ['IsMachineResult as boolean', { IsMachineResult: false }],
    ['DIVA', { ResultType: 'DIVA' }],
  ])('sees a reviewer by %s', (_, sign) => {
    expect(parsed(flat(sign)).message.fromReviewer).toBe(true);
  });

  it('reads flags, numbers and codes in every type', () => {
    const { message } = parsed(
      flat({ ResultCode: 840, IsFinalResult: 'False', ConfidenceValue: '99.500000', IsMachineResult: 'true' }),
    );
    expect(message).toMatchObject({ code: '0840', declaredFinal: false, confidence: 99.5, fromReviewer: false });
    expect(parsed(flat({ IsFinalResult: true, ConfidenceValue: 'Not Available' })).message).toMatchObject({
      declaredFinal: true,
      confidence: undefined,
    });
    expect(parsed(flat()).message.declaredFinal).toBeUndefined();
  });

  it('keeps a code of an odd form, which must not pass for none', () => {
    expect(parsed(flat({ ResultCode: 'V3-CLEAR' })).message.code).toBe('V3-CLEAR');
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'no JSON'],
    ['HTML', Buffer.from('<html>'), 'no JSON'],
    ['invalid UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'no JSON'],
    ['a list', bytes([flat()]), 'no JSON object'],
    ['null', bytes(null), 'no JSON object'],
    ['no code', bytes({ PartnerParams: { job_id: 'j' } }), 'no ResultCode'],
    ['a text for a result', bytes({ result: 'Job is still processing' }), 'no ResultCode'],
    ['no job', bytes(flat({ PartnerParams: null })), 'no job_id'],
    ['a job id that is an object', bytes(flat({ PartnerParams: { job_id: {} } })), 'no job_id'],
    ['51 levels', Buffer.from(`{"a":${'['.repeat(50)}${']'.repeat(50)}}`), 'nested too deeply'],
    ['a million open brackets', Buffer.from('['.repeat(1_000_000)), 'nested too deeply'],
    ['a list of half a million lists', Buffer.from(`{"a":[${'[],'.repeat(500_000)}[]]}`), 'too many values'],
    ['a million keys', Buffer.from(`{${'"":1,'.repeat(400_000)}"":1}`), 'too many values'],
    ['an open string', Buffer.from(`{"a":"${'\\"'.repeat(500_000)}`), 'no JSON'],
  ])('calls %s malformed', (_, rawBody, why) => {
    expect(parseCallback(rawBody)).toEqual({ kind: 'malformed', why });
  });

  it('takes as many values as the richest results have', () => {
    const FullData = Object.fromEntries(Array.from({ length: 19_000 }, (_, index) => [`field ${index}`, 'a, b']));
    expect(parsed(flat({ FullData })).jobId).toBe('j');
  });

  it('counts no brackets inside texts', () => {
    expect(parsed(flat({ Note: `\\"${'['.repeat(100)}\\` })).jobId).toBe('j');
  });

  it('does not fall for a prototype in the body', () => {
    const rawBody = Buffer.from('{"__proto__":{"ResultCode":"0840","PartnerParams":{"job_id":"j"}}}');
    expect(parseCallback(rawBody)).toEqual({ kind: 'malformed', why: 'no ResultCode' });
  });
});

describe('projectCallback', () => {
  it('keeps what a workflow may see and nothing else', () => {
    const body = fixture('callback.document-verification.approved.json');
    const projection = projectCallback(parsed({ ...body, IsFinalResult: 'true' }));
    expect(projection).toEqual({
      jobId: 'job_docv_0001',
      userId: 'user_chi_0003',
      smileJobId: '0000001106',
      code: '0810',
      text: 'Document Verified',
      declaredFinal: true,
      fromReviewer: false,
    });
  });

  it('cuts the text to 200 characters', () => {
    expect(projectCallback(parsed(flat({ ResultText: 'x'.repeat(5_000) }))).text).toHaveLength(200);
  });
});
