import { describe, expect, it } from '@jest/globals';
import { readPartners } from '../../smile-id/partners.ts';

const ONE = { SMILE_ID_PARTNER_ID: '085', SMILE_ID_API_KEY: 'key', SMILE_ID_ENVIRONMENT: 'sandbox' };

describe('partner profiles', () => {
  it('are one without a name where no others are named', () => {
    expect([...readPartners(ONE)]).toMatchObject([['default', { partnerId: '085', environment: 'sandbox' }]]);
  });

  it('have variables of their own, and the address of the one without a name where they name none', () => {
    const partners = readPartners({
      ...ONE,
      SMILE_ID_PARTNERS: 'kenya, uganda-test',
      SMILE_ID_KENYA_PARTNER_ID: '086',
      SMILE_ID_KENYA_API_KEY: 'new,old',
      SMILE_ID_KENYA_ENVIRONMENT: 'production',
      SMILE_ID_UGANDA_TEST_PARTNER_ID: '087',
      SMILE_ID_UGANDA_TEST_API_KEY: 'another',
    });
    expect([...partners]).toMatchObject([
      ['default', { partnerId: '085' }],
      ['kenya', { partnerId: '086', environment: 'production', verificationKeys: ['new', 'old'] }],
      ['uganda-test', { partnerId: '087', environment: 'sandbox' }],
    ]);
  });

  it('need none without a name where others are named', () => {
    const partners = readPartners({
      SMILE_ID_PARTNERS: 'kenya',
      SMILE_ID_KENYA_PARTNER_ID: '086',
      SMILE_ID_KENYA_API_KEY: 'key',
      SMILE_ID_ENVIRONMENT: 'sandbox',
    });
    expect([...partners.keys()]).toEqual(['kenya']);
  });

  it('are refused with everything that is wrong, in the words of their own variables', () => {
    expect(() => readPartners({ ...ONE, SMILE_ID_PARTNERS: 'kenya,kenya,Bad,default' })).toThrow(
      /SMILE_ID_KENYA_PARTNER_ID is not set.*SMILE_ID_KENYA_API_KEY is not set.*names kenya twice; .*the 3\. name does not.*the 4\. name/,
    );
    expect(() => readPartners({})).toThrow(/SMILE_ID_PARTNER_ID is not set/);
  });

  it('are refused where two have the same partner id and a key in common, which nobody could tell apart', () => {
    const two = {
      ...ONE,
      SMILE_ID_API_KEY: 'first-key,second-key',
      SMILE_ID_PARTNERS: 'kenya,uganda-test',
      SMILE_ID_KENYA_PARTNER_ID: '085',
      SMILE_ID_KENYA_API_KEY: 'third-key,second-key',
      SMILE_ID_UGANDA_TEST_PARTNER_ID: '086',
      SMILE_ID_UGANDA_TEST_API_KEY: 'second-key',
    };
    expect(() => readPartners(two)).toThrow(
      /^the partner profiles default and kenya have the same partner id and a key in common: give each[^;]+\.$/,
    );
    expect(() => readPartners(two)).not.toThrow(/first-key|second-key|third-key/);
    // Two environments of one partner have keys of their own.
    expect(readPartners({ ...two, SMILE_ID_KENYA_API_KEY: 'third-key' }).size).toBe(3);
  });
});
