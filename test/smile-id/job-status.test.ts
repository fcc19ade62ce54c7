import { describe, expect, it } from '@jest/globals';
import { interpretJobStatus } from '../../smile-id/job-status-message.ts';
import { fixture } from './fixture.ts';

const QUERY = { jobId: 'j', userId: 'u' };
const entry = (more: object = {}) => ({
  ResultCode: '0840',
  SmileJobID: '0000000001',
  PartnerParams: { job_id: 'j', user_id: 'u', job_type: '4' },
  ...more,
});

function read(body: object) {
  return interpretJobStatus({ code: '2302', ...body }, QUERY);
}

function codes(body: object): string[] {
  const reading = read(body);
  return reading.kind === 'reported' ? reading.messages.map(({ code }) => code) : [];
}

describe('interpretJobStatus', () => {
  it.each([
    ['a text', 'Job is still processing'],
    ['null', null],
    ['nothing', undefined],
    ['an empty object', {}],
    ['an object without ResultCode', { ResultText: 'Enroll User' }],
    ['a list', []],
  ])('calls %s as result processing, whatever job_complete says', (_, result) => {
    expect(read({ result, job_complete: true })).toEqual({ kind: 'processing' });
  });

  it('knows 2314 by its code, not by its text', () => {
    expect(read({ code: 2314, result: 'No zip file received' })).toEqual({ kind: 'no-zip' });
    expect(read({ result: 'No zip uploaded' })).toEqual({ kind: 'processing' });
  });

  it('lists the result, then the history, each once', () => {
    const body = fixture('job-status.response.biometric-kyc.history.json');
    const reading = interpretJobStatus(body, { jobId: 'job_bkyc_0001', userId: 'user_ada_0001' });
    expect(reading).toMatchObject({
      kind: 'reported',
      messages: [
        { code: '1210', fromReviewer: true, declaredFinal: true, smileJobId: '0000001101' },
        { code: '0814', fromReviewer: false, declaredFinal: undefined },
        { code: '1012', fromReviewer: false },
      ],
      pictures: [{ role: 'selfie' }],
    });
  });

  it('leaves other jobs of the user out of the history', () => {
    const history = [
      entry({ ResultCode: '0001', SmileJobID: '0000000002', PartnerParams: { job_id: 'other' } }),
      entry({ ResultCode: '0002', SmileJobID: '0000000002', PartnerParams: undefined }),
      entry({ ResultCode: '0003', PartnerParams: { job_id: 'other' } }),
      entry({ ResultCode: '0004', SmileJobID: undefined, PartnerParams: undefined }),
      entry({ ResultCode: '0841' }),
    ];
    expect(codes({ result: entry(), history })).toEqual(['0840', '0841']);
    expect(codes({ history })).toEqual(['0841']);
  });

  it.each([
    ['of a reviewer', { ResultType: 'DIVA' }],
    ['in other words', { ResultText: 'Enroll User after human review' }],
    ['without a number of the job', { SmileJobID: undefined }],
  ])('keeps two results of one code apart, the second %s', (_, change) => {
    const history = [entry({ ResultType: 'Document Verification', ResultText: 'Enroll User' }), entry()];
    const current = entry({ ResultType: 'Document Verification', ResultText: 'Enroll User', ...change });
    expect(codes({ result: current, history })).toHaveLength(3);
  });

  it('reads history although the current result is still a text', () => {
    expect(codes({ result: 'Job is still processing', history: [entry({ ResultCode: 1012 })] })).toEqual(['1012']);
  });

  it('refuses the result of another job', () => {
    expect(read({ result: entry({ PartnerParams: { job_id: 'other' } }) })).toEqual({ kind: 'other-job' });
  });

  it('refuses the result of another user', () => {
    const ofOther = entry({ PartnerParams: { job_id: 'j', user_id: 'somebody else' } });
    expect(read({ result: ofOther })).toEqual({ kind: 'other-job' });
    expect(read({ result: { ...ofOther, PartnerParams: { user_id: 'somebody else' } } })).toEqual({
      kind: 'other-job',
    });
  });

  it.each([[null], ['x'], [{}], [[null, 1, 'x', {}]]])('survives %p for history', (history) => {
    expect(codes({ result: entry(), history, image_links: 'x' })).toEqual(['0840']);
  });

  it('returns each picture once, links before content and the newest first', () => {
    const reading = read({
      image_links: { selfie_image: 'https://a/selfie', id_card_image: 'Not Available', error: 'x' },
      result: entry({
        Photo: 'Not Available',
        Document: 'data:image/jpeg;base64,AAAA',
        ImageLinks: { selfie_image: 'https://a/older', id_card_image: 'https://a/front', id_card_back: 'javascript:x' },
      }),
      history: [entry({ ResultCode: '1012', Photo: 'BBBB', Document: 'CCCC' })],
    });
    expect(reading).toMatchObject({
      pictures: [
        { role: 'selfie', url: 'https://a/selfie' },
        { role: 'id-front', url: 'https://a/front' },
        { role: 'document', base64: 'AAAA' },
        { role: 'photo', base64: 'BBBB' },
      ],
    });
  });
});
