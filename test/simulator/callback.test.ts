import { describe, expect, it } from '@jest/globals';
import { signTimestamp } from '../../simulator/signature.ts';
import { archiveOf, type JobType, picturesOf } from './archive.ts';
import { readFixture, withoutVolatile } from './fixture.ts';
import { withSimulator } from './partner.ts';
import { withReceiver } from './receiver.ts';

const recordings: [string, number, string, number][] = [
  ['approved', 4, 'approve', 1],
  ['rejected', 4, 'reject', 1],
  ['rejected-quality', 4, 'reject-quality', 1],
  ['provisional-legacy', 4, 'provisional', 1],
  ['under-review', 4, 'under-review', 1],
  ['human-approved', 4, 'review-approve', 2],
  ['human-rejected', 4, 'review-reject-spoof', 2],
  ['approved', 2, 'approve', 1],
  ['rejected', 2, 'reject', 1],
  ['no-face', 2, 'no-face', 1],
  ['provisional', 2, 'provisional', 1],
  ['under-review', 2, 'under-review', 1],
  ['human-approved', 2, 'review-approve', 2],
  ['human-rejected', 2, 'review-reject', 2],
];

describe('a callback', () => {
  it.each(recordings)('%s of job type %d is what was recorded', (name, job_type, sandbox_scenario, nth) =>
    withReceiver([200], ({ url, next }) =>
      withSimulator({ timeScale: 1e6 }, async (simulator, partner) => {
        if (job_type === 2) simulator.enrol('user-1');
        await partner.submit({ job_type, sandbox_scenario }, undefined, { callback_url: url });
        let callback = await next();
        if (nth === 2) callback = await next();
        const product = job_type === 2 ? 'authentication' : 'registration';
        const recorded = readFixture(`callback.smartselfie-${product}.${name}`);
        const { body, headers } = callback;
        expect(headers['content-type']).toBe('application/json');
        expect(Object.keys(body)).toEqual(Object.keys(recorded));
        expect(Object.keys(body.Actions)).toEqual(Object.keys(recorded.Actions));
        expect(withoutVolatile(body)).toEqual(withoutVolatile(recorded));
        expect(body.PartnerParams).toEqual({ job_id: 'job-1', user_id: 'user-1', job_type, sandbox_scenario });
        expect(body.signature).toBe(signTimestamp('a-test-api-key', '085', body.timestamp));
      }),
    ),
  );

  it.each<[string, JobType, string, string]>([
    ['biometric-kyc.approved', 1, 'approve', '0810'],
    ['biometric-kyc.rejected', 1, 'reject', '0811'],
    ['biometric-kyc.provisional', 1, 'provisional', '0812'],
    ['biometric-kyc.under-review', 1, 'under-review', '0814'],
    ['biometric-kyc.human-approved', 1, 'review-approve', '1210'],
    ['biometric-kyc.human-rejected', 1, 'review-reject', '1211'],
    ['biometric-kyc.human-rejected-spoof', 1, 'review-reject-spoof', '1212'],
    ['biometric-kyc.issuer-unavailable', 1, 'issuer-unavailable', '0908'],
    ['biometric-kyc.id-lookup', 1, 'lookup-only', '1012'],
    ['document-verification.approved', 6, 'approve', '0810'],
    ['document-verification.approved-with-attention', 6, 'approved-with-attention', '0817'],
    ['document-verification.rejected', 6, 'reject', '0811'],
    ['document-verification.rejected-unclassified', 6, 'unclassified-document', '0812'],
    ['document-verification.rejected-unsupported-id-type', 6, 'unsupported-id-type', '1014'],
    ['document-verification.human-approved', 6, 'review-approve', '0810'],
    ['document-verification.human-rejected', 6, 'review-reject-spoof', '0811'],
    ['enhanced-document-verification.approved', 11, 'approve', '0810'],
    ['enhanced-document-verification.human-approved', 11, 'review-approve', '0810'],
    ['enhanced-document-verification.rejected', 11, 'reject', '0811'],
    ['enhanced-document-verification.human-rejected', 11, 'review-reject', '0811'],
  ])('%s is what was recorded', (name, job_type, sandbox_scenario, code) =>
    withReceiver([200], ({ url, next }) =>
      withSimulator({ timeScale: 1e6 }, async (simulator, partner) => {
        const recorded = readFixture(`callback.${name}`);
        // The specimen is given the recorded person's data.
        const { FullName, DOB, Gender, ExpirationDate, IssuanceDate, IDNumber } = recorded;
        const params = { job_type, sandbox_scenario, FullName, DOB, Gender, ExpirationDate, IssuanceDate };
        const zip = await archiveOf(job_type, { idInfo: IDNumber && { id_number: IDNumber } });
        await partner.submit(params, zip, { callback_url: url });
        let { body } = await next();
        while (body.ResultCode !== code) ({ body } = await next());
        expect(Object.keys(body)).toEqual(Object.keys(recorded));
        const { Actions, KYCReceipt, ImageLinks, Document, Photo, ResultText, ...rest } = body;
        // Recorded without the step that every other recording of the product has.
        const { Verify_ID_Number: issuer, ...withoutIssuer } = Actions;
        const isShort = job_type === 11 && recorded.Actions.Verify_ID_Number === undefined;
        expect(isShort ? withoutIssuer : Actions).toEqual(recorded.Actions);
        expect(Object.keys(isShort ? withoutIssuer : Actions)).toEqual(Object.keys(recorded.Actions));
        if (!recorded.ResultText.endsWith('- reason')) expect(ResultText).toBe(recorded.ResultText);
        const expected = withoutVolatile(recorded);
        for (const key of ['Actions', 'KYCReceipt', 'ImageLinks', 'Document', 'Photo', 'ResultText'])
          delete expected[key];
        expect(withoutVolatile(rest)).toEqual(expected);
        expect(body.PartnerParams.job_type).toBe(job_type);
        expect(body.signature).toBe(signTimestamp('a-test-api-key', '085', body.timestamp));
        if (KYCReceipt) {
          const expectedPath = `${simulator.url}/api/v3/085/job_result_summary/0000000001/generate_pdf`;
          expect(KYCReceipt).toBe(
            `${expectedPath}?signature=${body.signature}&timestamp=${body.timestamp}&environment=test`,
          );
        }
        if (ImageLinks) expect(Object.keys(ImageLinks)).toEqual(Object.keys(recorded.ImageLinks));
      }),
    ),
  );

  it('shows the document as it was received, and links to every picture', () =>
    withReceiver([200], ({ url, next }) =>
      withSimulator({}, async (_simulator, partner) => {
        await partner.submit({ job_type: 6 }, undefined, { callback_url: url });
        const { body } = await next();
        const [selfie, front, back] = picturesOf(6).map(({ image }) => image);
        expect(body).toMatchObject({ Document: front, FullName: 'Specimen Person', Country: 'NG', IDType: 'PASSPORT' });
        for (const [key, image] of Object.entries({ selfie_image: selfie, id_card_image: front, id_card_back: back })) {
          const picture = await fetch(body.ImageLinks[key]);
          expect(Buffer.from(await picture.arrayBuffer()).toString('base64')).toBe(image);
          const swapped = body.ImageLinks[key].replace(/SID_\w+/, 'SID_0009');
          expect((await fetch(swapped)).status).toBe(403);
        }
      }),
    ));

  it('about an ID number comes before the one about the person, with the photo of the authority', () =>
    withReceiver([200], ({ url, next }) =>
      withSimulator({ timeScale: 10 }, async (_simulator, partner) => {
        await partner.submit({ job_type: 1 }, undefined, { callback_url: url });
        const lookup = (await next()).body;
        expect(lookup).toMatchObject({ ResultCode: '1012', ResultType: 'ID Verification', IsFinalResult: 'true' });
        expect(lookup).toMatchObject({
          IDNumber: '00000000000',
          FullName: 'Specimen Person',
          Photo: picturesOf(1)[0]?.image,
        });
        expect((await next()).body).toMatchObject({ ResultCode: '0810', ResultType: 'SAIA' });
      }),
    ));

  it('is repeated, signed anew, until it is taken', () =>
    withReceiver([500, 302, 204], ({ url, next, received }) =>
      withSimulator({ callbacks: { retryDelaysMs: [20, 20, 20] } }, async (simulator, partner) => {
        const taken = simulator.nextJournalEntry((entry) => entry.kind === 'callback' && entry.httpStatus === 204);
        await partner.submit({}, undefined, { callback_url: url });
        await next();
        await next();
        expect(await taken).toMatchObject({ jobId: 'job-1', resultCode: '0840', attempt: 3 });
        const attempts = simulator.journal().filter((entry) => entry.kind === 'callback');
        expect(attempts).toMatchObject([{ httpStatus: 500 }, { httpStatus: 302 }, { httpStatus: 204 }]);
        expect(new Set(received.map(({ body }) => body.signature)).size).toBe(3);
      }),
    ));

  it('is given up after the last retry', () =>
    withReceiver([503], ({ url, received }) =>
      withSimulator({ callbacks: { retryDelaysMs: [1] } }, async (simulator, partner) => {
        const last = simulator.nextJournalEntry((entry) => entry.kind === 'callback' && entry.attempt === 2);
        await partner.submit({}, undefined, { callback_url: url });
        await last;
        expect(received).toHaveLength(2);
      }),
    ));

  it('times out on a receiver that does not answer', () =>
    withReceiver([null], ({ url }) =>
      withSimulator({ callbacks: { timeoutMs: 50, retryDelaysMs: [] } }, async (simulator, partner) => {
        const attempt = simulator.nextJournalEntry((entry) => entry.kind === 'callback');
        await partner.submit({}, undefined, { callback_url: url });
        expect(await attempt).toMatchObject({ attempt: 1, error: 'TimeoutError' });
      }),
    ));

  it('to an address that is none fails without harm', () =>
    withSimulator({ callbacks: { retryDelaysMs: [] } }, async (simulator, partner) => {
      const attempt = simulator.nextJournalEntry((entry) => entry.kind === 'callback');
      await partner.submit({}, undefined, { callback_url: 'www.default_callback.com' });
      expect(await attempt).toMatchObject({ error: expect.any(String) });
      expect((await partner.status()).body.job_complete).toBe(true);
    }));

  it('in flight is dropped when the simulator closes', () =>
    withReceiver([null], async ({ url, next }) => {
      await withSimulator({}, async (_simulator, partner) => {
        await partner.submit({}, undefined, { callback_url: url });
        await next();
      });
    }));

  it('says whether it is final under the quirk', () =>
    withReceiver([200], ({ url, next }) =>
      withSimulator({ quirks: { finalityInCallbacks: true } }, async (_simulator, partner) => {
        await partner.submit({ sandbox_scenario: 'provisional' }, undefined, { callback_url: url });
        const { body } = await next();
        expect(body).toMatchObject({ ResultType: 'SAIA', IsFinalResult: 'false', IsMachineResult: 'true' });
      }),
    ));
});
