import { type Partners, readPartners } from '../../smile-id/partners.ts';
import type { SigningKey } from '../../smile-id/signature.ts';
import { PARTNER } from '../smile-id/fixture.ts';

export const KENYA: SigningKey = { partnerId: '212', apiKey: 'the-key-of-kenya' };
export const UGANDA: SigningKey = { partnerId: '085', apiKey: 'the-key-of-uganda' };

/** Variables of the partner of the fixtures, and of two further profiles, one of which is another environment of it. */
export const SEVERAL_PARTNERS = {
  SMILE_ID_PARTNER_ID: PARTNER.partnerId,
  SMILE_ID_API_KEY: PARTNER.apiKey,
  SMILE_ID_BASE_URL: 'http://127.0.0.1:1',
  SMILE_ID_PARTNERS: 'kenya,uganda-test',
  SMILE_ID_KENYA_PARTNER_ID: KENYA.partnerId,
  SMILE_ID_KENYA_API_KEY: KENYA.apiKey,
  SMILE_ID_UGANDA_TEST_PARTNER_ID: UGANDA.partnerId,
  SMILE_ID_UGANDA_TEST_API_KEY: `the-new-key,${UGANDA.apiKey}`,
} as const;

/** The one profile without a name. */
export function onePartner(apiKeys: string = PARTNER.apiKey): Partners {
  return readPartners({
    SMILE_ID_PARTNER_ID: PARTNER.partnerId,
    SMILE_ID_API_KEY: apiKeys,
    SMILE_ID_BASE_URL: 'http://127.0.0.1:1',
  });
}
