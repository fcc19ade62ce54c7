import { expect } from '@jest/globals';
import { confirmSignature } from '../../../smile-id/signature-pair.ts';
import { withReceiver } from '../../simulator/receiver.ts';
import type { Case } from '../case.ts';
import { testNumber } from '../pictures.ts';

const PERSON = { firstName: 'Specimen', lastName: 'Person', dateOfBirth: '1990-01-01' };
const BUSINESS = { country: 'NG', idType: 'BUSINESS_REGISTRATION', idNumber: '0000000', businessType: 'co' };

/** PROTOCOL 19. */
const TEST_NUMBERS = [
  [0, '1012'],
  [1, '1013'],
  [2, '1014'],
  [3, '1015'],
  [4, '1012'],
] as const;

const ENHANCED_KYC_CASES = TEST_NUMBERS.map(
  ([digit, code]): Case => ({
    title: `answers ${code} to Enhanced KYC of a test number that ends in ${digit}`,
    async run({ smileId, newId }) {
      const ids = { jobId: newId('job'), userId: newId('user') };
      const partnerParams = { FullName: 'Ada Conformance' };
      const asked = await smileId.enhancedKyc({ ...ids, partnerParams, idInfo: testNumber(digit) });
      expect(asked.report?.result?.code).toBe(code);
      expect(asked.smileJobId).toMatch(/^\d{10}$/);
      if (digit === 4) expect(asked.report?.idData?.fullName).toBe('Ada Conformance');
    },
  }),
);

export const LOOKUP_CASES: readonly Case[] = [
  ...ENHANCED_KYC_CASES,
  {
    title: 'compares personal data field by field in Basic KYC',
    async run({ smileId, newId }) {
      const ids = { jobId: newId('job'), userId: newId('user') };
      const { report } = await smileId.basicKyc({ ...ids, idInfo: { ...testNumber(0), ...PERSON } });
      // Which data stand behind a test number is not documented: any of the codes of PROTOCOL 12.3.
      expect(report?.result?.code).toMatch(/^102[0-3]$/);
      expect(report?.result?.fieldMatches).toBeDefined();
    },
  },
  {
    title: 'tells what a register knows of a business',
    async run({ smileId, newId }) {
      const { report } = await smileId.businessVerification({
        jobId: newId('job'),
        userId: newId('user'),
        idInfo: BUSINESS,
      });
      // Which numbers a sandbox's register knows is not documented.
      expect(report?.result?.code).toMatch(/^101[2-6]$/);
      if (report?.result?.code === '1012') expect(report.businessData?.legalName).toEqual(expect.any(String));
    },
  },
  {
    title: 'refuses a kind of business that the register does not know',
    async run({ connect, newId }) {
      const idInfo = { ...BUSINESS, businessType: 'xx' };
      const ids = { jobId: newId('job'), userId: newId('user') };
      const asked = connect({}).businessVerification({ ...ids, idInfo, skipIdCheck: true });
      await expect(asked).rejects.toMatchObject({ kind: 'request-refused', code: expect.stringMatching(/^2[24]13$/) });
    },
  },
  {
    title: 'posts the answer of a lookup to the callback URL, signed, if that is asked for',
    needs: ['callbacks'],
    run: ({ smileId, config, newId }) =>
      withReceiver([200], async ({ url, next }) => {
        const ids = { jobId: newId('job'), userId: newId('user') };
        const request = { ...ids, idInfo: testNumber(0), answerByCallback: true, callbackUrl: url };
        expect(await smileId.enhancedKyc(request)).toMatchObject({ isNew: true, report: undefined });
        const { body } = await next();
        expect(body).toMatchObject({ ResultCode: '1012', PartnerParams: { job_id: ids.jobId } });
        expect(confirmSignature(config, body.timestamp, body.signature)).toBe(true);
      }),
  },
  {
    title: 'lifts the block of an ID number, also of one that is not blocked',
    async run({ smileId }) {
      await smileId.resetIdNumberLimit({ country: 'NG', idType: 'NIN_V2', idNumber: '00000000000' });
    },
  },
  {
    title: 'blocks an ID number after thirty requests, until the block is lifted',
    needs: ['many requests'],
    async run({ smileId, newId }) {
      const idInfo = testNumber(0);
      const ask = () => smileId.enhancedKyc({ jobId: newId('job'), userId: newId('user'), idInfo });
      for (let requests = 0; requests < 30; requests += 1) await ask();
      await expect(ask()).rejects.toMatchObject({ kind: 'rate-limited', code: '2222' });
      await smileId.resetIdNumberLimit({ country: 'NG', idType: 'NIN_V2', idNumber: '00000000000' });
      expect(await ask()).toMatchObject({ report: { result: { code: '1012' } } });
    },
  },
];
