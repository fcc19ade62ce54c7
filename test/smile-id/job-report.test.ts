import { describe, expect, it } from '@jest/globals';
import { type JobReport, PENDING, reportOf } from '../../smile-id/job-report.ts';
import { interpretJobStatus } from '../../smile-id/job-status-message.ts';
import type { JsonObject } from '../../smile-id/json-body.ts';
import { readReportedResult } from '../../smile-id/reported-result.ts';
import { fixture } from './fixture.ts';

/** What the library makes of a published job_status answer. */
function reported(name: string, change: JsonObject = {}): JobReport {
  const body: JsonObject = { ...fixture(`job-status.response.${name}.json`), ...change };
  const { job_id: jobId = 'job', user_id: userId = 'user' } =
    (body.result as { PartnerParams?: { job_id: string; user_id: string } } | undefined)?.PartnerParams ?? {};
  const reading = interpretJobStatus(body, { jobId, userId });
  return reading.kind === 'reported' ? reportOf(undefined, reading) : PENDING;
}

describe('A report', () => {
  it.each([
    ['biometric-kyc.approved', 'final', 'approved'],
    ['biometric-kyc.under-review', 'provisional', 'under-review'],
    ['document-verification.rejected', 'final', 'rejected'],
    ['smartselfie-authentication.provisional', 'provisional', 'provisional'],
    ['smartselfie-registration.approved', 'final', 'approved'],
  ])('says of %s that it is %s and %s, by the job type that the answer names', (name, status, category) => {
    expect(reported(name)).toMatchObject({ status, result: { category } });
  });

  it.each(['incomplete', 'incomplete-string-result', 'zip-not-processed'])('of %s is pending', (name) => {
    expect(reported(name)).toEqual({ status: 'pending', isContradictory: false, results: [], pictures: [] });
  });

  it('puts the reviewer above the machine, lists all results, and joins what is known of the ID', () => {
    const report = reported('biometric-kyc.history');
    expect(report).toMatchObject({
      status: 'final',
      result: { code: '1210', authority: 'reviewer' },
      results: [{ code: '1210' }, { code: '0814' }, { code: '1012', authority: 'lookup' }],
      idData: { fullName: expect.any(String) },
    });
  });

  it('of a lookup alone is pending: it says nothing about the person yet', () => {
    const { history } = fixture<{ history: JsonObject[] }>('job-status.response.biometric-kyc.history.json');
    const report = reported('biometric-kyc.history', { result: history[2], history: [] });
    expect(report).toMatchObject({ status: 'pending', result: { code: '1012', authority: 'lookup' } });
  });

  it('of an ID authority that is down is the last word: of one request nothing more will come', () => {
    const raw = fixture('id-verification.response.1015.json');
    const message = readReportedResult(raw)?.message;
    if (message === undefined) throw new Error('The fixture has a result.');
    expect(reportOf(5, { messages: [message], raw })).toMatchObject({
      status: 'final',
      result: { category: 'technical' },
    });
  });

  it('keeps the answer as it came, without what could sign other messages', () => {
    const { signature: _, ...body } = fixture('job-status.response.biometric-kyc.history.json');
    const history = (body.history as JsonObject[]).map((entry) => ({ ...entry, signature: 'abc' }));
    const { raw } = reported('biometric-kyc.history', { history });
    expect(raw).toEqual(body);
  });

  it('keeps no link that carries the proof of a message, in any depth, but those to pictures', () => {
    const { KYCReceipt: receipt } = fixture<{ KYCReceipt: string }>('callback.biometric-kyc.approved.json');
    const [address = ''] = receipt.split('?');
    const picture = 'https://s3.example.com/selfie.jpg?X-Amz-Signature=abc&X-Amz-Date=20250523T114000Z';
    const result = fixture<{ result: JsonObject }>('job-status.response.biometric-kyc.approved.json').result;
    const report = reported('biometric-kyc.approved', {
      kyc_receipt: receipt,
      image_links: { selfie_image: picture },
      result: {
        ...result,
        KYCReceipt: receipt,
        PartnerParams: { ...(result.PartnerParams as object), back: receipt },
        Extra: [{ link: ` ${receipt.replace('https', 'HTTPS')}` }],
      },
      history: [{ ...result, kyb_receipt: receipt }],
    });
    expect(report.receiptUrl).toBe(receipt);
    expect(report.raw).toMatchObject({
      kyc_receipt: address,
      image_links: { selfie_image: picture },
      result: {
        KYCReceipt: address,
        PartnerParams: { back: receipt },
        Extra: [{ link: address.replace('https', 'HTTPS') }],
      },
      history: [{ kyb_receipt: address }],
    });
    expect(JSON.stringify(report.raw).match(/signature=/g)).toHaveLength(1);
  });
});
