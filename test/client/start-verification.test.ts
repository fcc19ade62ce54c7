import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readClientConfig } from '../../client/config.ts';
import { connectSmileflow, type Smileflow } from '../../client/connect.ts';
import type { StartRequest } from '../../client/start-request.ts';
import { openWorld, registration, type World } from '../integration/world.ts';
import { withServices } from './with-services.ts';

let world: World;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, close } = await openWorld({ workers: 0, callbacks: false }));
});
afterAll(() => close());

/** A client of a backend that asks the Smile ID at this address about ID types. */
async function withClientOf(url: string, use: (smileflow: Smileflow) => Promise<void>): Promise<void> {
  const smileflow = await connectSmileflow(readClientConfig({ ...world.env, SMILE_ID_BASE_URL: url }));
  try {
    await use(smileflow);
  } finally {
    await smileflow.close();
  }
}

const kyc = (verificationId: string, idType: string): StartRequest => ({
  ...registration({ verificationId, userId: `user-of-${verificationId}` }),
  product: 'biometric-kyc',
  idInfo: { country: 'NG', idType, idNumber: '00000000000' },
});

describe('Starting a verification', () => {
  it('tells whether it is new, also where many start it at once', async () => {
    const request = registration();
    const started = await Promise.all(Array.from({ length: 8 }, () => world.smileflow.start(request)));
    expect(started.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await world.smileflow.start(request)).toMatchObject({ isNew: false });
  });

  it('refuses ID data that Smile ID would refuse, before anything is stored', () =>
    withServices(({ url }) =>
      withClientOf(url, async (smileflow) => {
        await expect(smileflow.start(kyc('refused', 'CNI'))).rejects.toMatchObject({
          kind: 'invalid-request',
          problems: ['idInfo.idType is not known for NG: Smile ID lists BANK_ACCOUNT, BVN, NIN_V2, VOTER_ID'],
        });
        expect(existsSync(join(world.directory, 'media', 'refused'))).toBe(false);
        await expect(smileflow.open('refused').status()).rejects.toMatchObject({ kind: 'not-found' });
      }),
    ));

  it('hands over what Smile ID may refuse, and asks it once for all', () =>
    withServices(({ url, asked }) =>
      withClientOf(url, async (smileflow) => {
        const { warnings } = await smileflow.start(kyc('doubtful', 'BVN'));
        expect(warnings).toEqual(['idInfo.idType is not listed for Biometric KYC in NG: Smile ID lists NIN_V2']);
        expect((await smileflow.start(kyc('sound', 'NIN_V2'))).warnings).toEqual([]);
        expect(asked).toHaveLength(1);
      }),
    ));

  it('is the same request whether the ID data are checked or not', () =>
    withServices(({ url }) =>
      withClientOf(url, async (smileflow) => {
        const unchecked = { ...kyc('unchecked', 'CNI'), skipIdCheck: true };
        expect(await smileflow.start(unchecked)).toMatchObject({ isNew: true, warnings: [] });
        expect(await world.smileflow.start({ ...unchecked, skipIdCheck: true })).toMatchObject({ isNew: false });
        const checked = kyc('checked', 'NIN_V2');
        expect(await smileflow.start(checked)).toMatchObject({ isNew: true });
        expect(await smileflow.start({ ...checked, skipIdCheck: true })).toMatchObject({ isNew: false });
        const { memo } = await world.temporal.workflow.getHandle('verification-unchecked').describe();
        expect(JSON.stringify(memo)).not.toContain('skipIdCheck');
        const { events } = await world.temporal.workflow.getHandle('verification-unchecked').fetchHistory();
        const [payload] = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
        expect(Buffer.from(payload?.data ?? []).toString()).not.toContain('skipIdCheck');
      }),
    ));
});
