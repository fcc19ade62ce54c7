import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import * as sdk from 'smile-identity-core';
import { isVerificationFailure } from '../../domain/failure.ts';
import { PRODUCT_NAMES } from '../../domain/product.ts';
import * as library from '../../smile-id/index.ts';
import { withWorld } from '../integration/world.ts';
import { fixture } from '../smile-id/fixture.ts';

const packageRoot = fileURLToPath(new URL('../..', import.meta.url));
const guide = readFileSync(join(packageRoot, 'docs', 'migrating.md'), 'utf8');

const blocks = [...guide.matchAll(/```js\n([\s\S]+?)```/g)].map(([, code = '']) => code);

const config = library.readSmileIdConfig({
  SMILE_ID_PARTNER_ID: '085',
  SMILE_ID_API_KEY: 'a-test-api-key',
  SMILE_ID_BASE_URL: 'http://127.0.0.1:1',
});

describe('docs/migrating.md', () => {
  it('shows code that runs as it stands there, and prints what it says', async () => {
    const code = blocks.join('\n');
    const promised = [...code.matchAll(/^ *console\.log\(.*\); \/\/ (.*)$/gm)].map(([, output]) => output);
    expect(promised).toHaveLength(code.split('console.log(').length - 1);
    await withWorld({}, async ({ env }) => {
      const module = spawn(process.execPath, ['--input-type=module', '-'], {
        cwd: packageRoot,
        env: {
          ...env,
          CALLBACK_URL: `${env.SMILEFLOW_CALLBACK_BASE_URL}/callbacks/smile-id`,
          LEGACY_API_KEY: fixture<{ apiKeyBase64OfPem: string }>('legacy-sec-key.vector.json').apiKeyBase64OfPem,
        },
      });
      module.stdin.end(code);
      const [out, err] = await Promise.all([text(module.stdout), text(module.stderr)]);
      expect(err).toBe('');
      expect(out.trimEnd().split('\n')).toEqual(promised);
    });
  });

  it('names every method of the library, every function that it exports, and every product', () => {
    const smileId = library.createSmileId(config);
    const names = [...Object.keys(smileId), ...Object.keys(library), ...PRODUCT_NAMES];
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(guide))).toEqual([]);
  });

  it('shows a call of every method', () => {
    const code = blocks.join('\n');
    const methods = Object.keys(library.createSmileId(config));
    expect(methods.filter((name) => !code.includes(`smileId.${name}(`))).toEqual([]);
  });

  it("names every method and constant of the vendor's JavaScript SDK", () => {
    const methods = [sdk.WebApi, sdk.IDApi, sdk.Signature, sdk.Utilities].flatMap(({ name, prototype }) => [
      `new ${name}(`,
      ...Object.getOwnPropertyNames(prototype).filter((method) => method !== 'constructor'),
    ]);
    const constants = [...Object.keys(sdk.JOB_TYPE), ...Object.keys(sdk.IMAGE_TYPE)];
    const names = [...methods, ...constants.map((name) => name.replace(/_(FILE|BASE64)$/, ''))];
    expect(names.filter((name) => !guide.includes(name))).toEqual([]);
  });

  it('quotes problems in the words of today', async () => {
    const [, table = ''] = guide.split('\n## Errors\n');
    const quoted = [
      ...(table.split('\n## ')[0] ?? '').matchAll(
        /`((?:jobId|userId|product|selfie|documentFront|idInfo\.\w+|useEnrolledImage) [^`…]+)…?`/g,
      ),
    ].map(([, problem = '']) => problem);
    expect(quoted.length).toBeGreaterThan(8);
    const ids = { jobId: 'j', userId: 'u' };
    const selfie = join(packageRoot, 'samples', 'registration', 'selfie.jpg');
    const told = [
      ...(await problemsOf({})),
      ...(await problemsOf({ product: 'smartselfie-registration', ...ids })),
      ...(await problemsOf({ product: 'smartselfie-registration', ...ids, selfie: 'nowhere.jpg' })),
      ...(await problemsOf({ product: 'smartselfie-registration', ...ids, selfie: '/9j/4AAQSkZJRgABAQ' })),
      ...(await problemsOf({ product: 'biometric-kyc', ...ids, selfie, idInfo: { country: 'Kenya' } })),
      ...(await problemsOf({ product: 'enhanced-document-verification', ...ids, useEnrolledImage: 'true' })),
    ];
    expect(quoted.filter((problem) => !told.some((each) => each.startsWith(problem)))).toEqual([]);
  });
});

async function problemsOf(submission: object): Promise<readonly string[]> {
  const error = await library
    .createSmileId(config)
    .submitJob(submission as library.Submission)
    .catch((error: unknown) => error);
  return isVerificationFailure(error) ? error.problems : [];
}
