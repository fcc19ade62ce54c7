import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { describeStack } from '../../dev/describe-stack.ts';

const samples = new URL('../../samples/', import.meta.url);
const description = describeStack(
  {
    addresses: {
      temporal: '127.0.0.1:7233',
      ui: 'http://127.0.0.1:8233',
      simulator: 'http://127.0.0.1:8400',
      gateway: 'http://127.0.0.1:8401',
      namespace: 'default',
    },
    places: { database: '/home/a/project/.smileflow/temporal-1.8.2.db', mediaDirectory: '/var/media' },
  },
  '/home/a/project',
);

describe('the description of the local stack', () => {
  it('says where everything is', () => {
    for (const place of [
      'http://127.0.0.1:8233/namespaces/default/workflows',
      '127.0.0.1:7233, namespace default',
      'http://127.0.0.1:8400/_simulator/journal',
      'http://127.0.0.1:8401',
      ' .smileflow/temporal-1.8.2.db',
      ' /var/media',
    ]) {
      expect(description).toContain(place);
    }
  });

  it('names samples that exist', () => {
    expect(description).toContain('npx smileflow start smartselfie-registration');
    expect(existsSync(new URL('registration/selfie.jpg', samples))).toBe(true);
    expect(readdirSync(new URL('registration/', samples)).filter((name) => name.startsWith('liveness-'))).toHaveLength(
      8,
    );
  });
});
