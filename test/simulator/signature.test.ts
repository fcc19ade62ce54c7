import { describe, expect, it } from '@jest/globals';
import { legacyHash, signTimestamp } from '../../simulator/signature.ts';
import { readFixture } from './fixture.ts';

type Vector = { partnerId: string; apiKey: string; timestamp: string; signature: string };

describe('the signature of the simulator', () => {
  it.each<Vector>(readFixture('signature-vectors'))('agrees with the vector of $partnerId at $timestamp', (vector) => {
    expect(signTimestamp(vector.apiKey, vector.partnerId, vector.timestamp)).toBe(vector.signature);
  });

  it('verifies a recorded callback', () => {
    const callback = readFixture('callback.smartselfie-registration.approved');
    expect(signTimestamp('a-test-api-key', '085', callback.timestamp)).toBe(callback.signature);
  });

  it('makes the legacy hash of a recorded 2314 answer', () => {
    const answer = readFixture('job-status.response.no-zip');
    expect(legacyHash('085', answer.timestamp)).toBe(answer.signature);
  });
});
