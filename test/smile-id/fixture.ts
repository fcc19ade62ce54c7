import { readFileSync } from 'node:fs';

const FOLDER = new URL('../fixtures/smile-id/', import.meta.url);

export interface ManifestRow {
  readonly file: string;
  readonly kind: string;
  readonly httpStatus: number | null;
  readonly signatureScheme: string;
}

/** Partner and key that signed the fixtures. */
export const PARTNER = { partnerId: '085', apiKey: 'a-test-api-key' } as const;
export const KEYS = { partnerId: '085', apiKeys: ['a-test-api-key'] } as const;

export function fixtureBytes(file: string): Buffer {
  return readFileSync(new URL(file, FOLDER));
}

export function fixture<Shape = Record<string, unknown>>(file: string): Shape {
  return JSON.parse(fixtureBytes(file).toString()) as Shape;
}

export const MANIFEST = fixture<ManifestRow[]>('manifest.json');
