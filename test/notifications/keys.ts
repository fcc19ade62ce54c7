import { parseKey } from '../../notifications/notification-keys.ts';

/** Made up for the tests, except for the first: that one is of the vector that Standard Webhooks' own libraries test with. */
export const FIRST_KEY = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
export const SECOND_KEY = `whsec_${Buffer.from('a second key of the tests, with 40 bytes').toString('base64')}`;

export const keyOf = (text: string) => parseKey(text, 'the key');
