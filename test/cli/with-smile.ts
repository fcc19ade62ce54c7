import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { SimulatorOptions } from '../../simulator/options.ts';
import type { Simulator } from '../../simulator/start-simulator.ts';
import { withTemporaryFolder } from '../dev/temporary-folder.ts';
import { withSimulator } from '../simulator/partner.ts';
import { type Command, command, type Ended, packageRoot } from './command.ts';

export const KEY = 'a-test-api-key';
export const NOWHERE = 'http://127.0.0.1:1';

export const selfie = join(packageRoot, 'samples', 'registration', 'selfie.jpg');
export const otherSelfie = join(packageRoot, 'samples', 'authentication', 'selfie.jpg');
export const liveness = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => join(packageRoot, 'samples', 'registration', `liveness-${at + 1}.jpg`));

export const ID = { country: 'NG', idType: 'NIN_V2', idNumber: '00000000000' };
export const ID_OPTIONS = ['--country', 'NG', '--id-type', 'NIN_V2', '--id-number', '00000000000'];

export interface Around {
  /** Instead of the account at the simulator. */
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped in; `open` is a pipe that nobody writes to and nobody ends. */
  readonly stdin?: string;
}

export interface SmileWorld {
  readonly simulator: Simulator;
  readonly cwd: string;
  /** What describes the account at the simulator. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs `smileflow smile …` to its end, and sees that it never prints the key. */
  smile(args: readonly string[], around?: Around): Promise<Ended>;
  /** The same, while it runs. */
  begin(args: readonly string[], around?: Around): Command;
}

/** Lends the command line, with an account at a simulator of its own. */
export function withSmile(options: SimulatorOptions, use: (world: SmileWorld) => Promise<void>): Promise<void> {
  return withTemporaryFolder((cwd) =>
    withSimulator(options, async (simulator) => {
      const env = { SMILE_ID_PARTNER_ID: '085', SMILE_ID_API_KEY: KEY, SMILE_ID_BASE_URL: simulator.url };
      const begin = (args: readonly string[], around: Around = {}): Command =>
        command({ cwd, env, ...around }, ['smile', ...args]);
      const smile = async (args: readonly string[], around?: Around): Promise<Ended> => {
        const ended = await begin(args, around).ended;
        expect(ended.out + ended.err).not.toContain(KEY);
        return ended;
      };
      await use({ simulator, cwd, env, smile, begin });
    }),
  );
}

/** Columns and rows of what is printed for people. */
export function rowsOf(text: string): string[][] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/));
}

export function problemsIn(err: string): string[] {
  return err.split('\n').flatMap((line) => (line.startsWith('  - ') ? [line.slice(4)] : []));
}
