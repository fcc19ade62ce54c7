import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { withSimulator } from '../simulator/partner.ts';

const packageRoot = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

it('README.md shows a script without Temporal that runs as it stands there', async () => {
  const [, section = ''] = readme.split('\n## Smile ID without Temporal\n');
  const [, code = ''] = /```js\n([\s\S]+?)```/.exec(section) ?? [];
  expect(code).toContain("from 'smileflow/smile-id'");
  await withSimulator({}, async ({ url, bills }) => {
    const env = { SMILE_ID_PARTNER_ID: '085', SMILE_ID_API_KEY: 'a-test-api-key', SMILE_ID_BASE_URL: url };
    const script = spawn(process.execPath, ['--input-type=module', '-'], { cwd: packageRoot, env });
    script.stdin.end(code);
    const [out, err] = await Promise.all([text(script.stdout), text(script.stderr)]);
    expect({ out, err }).toEqual({ out: 'final approved\n', err: '' });
    expect(bills()).toHaveLength(1);
  });
});
