import { expect } from '@jest/globals';
import type { Case } from '../case.ts';
import { AUTHENTICATION, REGISTRATION } from '../pictures.ts';

const PICTURES = { ...REGISTRATION, comparison: AUTHENTICATION.selfie, comparisonType: 'PORTRAIT' } as const;

export const COMPARE_CASES: readonly Case[] = [
  {
    title: 'compares two pictures in one request, and decides at once',
    async run({ smileId, newId }) {
      const { report } = await smileId.compareSelfies({ jobId: newId('job'), userId: newId('user'), ...PICTURES });
      expect(report).toMatchObject({ status: 'final' });
      // Whatever it thinks of these pictures; 0941 comes with 200 or 400 (U14).
      expect(report?.result?.code).toMatch(/^(0840|0841|0941)$/);
    },
  },
  ...(
    [
      ['0', '0840', 'approved'],
      ['1', '0841', 'rejected'],
    ] as const
  ).map(
    ([asked, code, category]): Case => ({
      title: `says that two pictures are ${category} if sandbox_result asks for it`,
      needs: ['chosen comparisons'],
      async run({ smileId, newId }) {
        const ids = { jobId: newId('job'), userId: newId('user') };
        const partnerParams = { sandbox_result: asked };
        const { report } = await smileId.compareSelfies({ ...ids, ...PICTURES, partnerParams });
        expect(report?.result).toMatchObject({ code, category });
      },
    }),
  ),
];
