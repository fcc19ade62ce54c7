import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { findTemporalCli } from '../dev/find-temporal-cli.ts';
import { listenForInterrupts } from '../dev/listen-for-interrupts.ts';
import { readStackConfig } from '../dev/stack-config.ts';
import { describeProgress, describeReport, isFullRun } from './report.ts';
import { runChaos } from './run-chaos.ts';

const packageRoot = fileURLToPath(new URL('../..', import.meta.url));
const { stopSignal, killSignal } = listenForInterrupts(process);
killSignal.addEventListener('abort', () => setImmediate(() => process.exit(130)));

const options = new Command('chaos')
  .description(
    'Runs verifications while processes are killed and calls go wrong, and tells whether every promise held.',
  )
  // A run that breaks a promise ends with 1.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .option('--verifications <number>', 'how many; from 200 on every cell of the matrix has to be hit', whole, 200)
  .option('--seed <number>', 'decides kinds, order and faults (default: a new one, which is printed)', whole)
  .option('--minutes <number>', 'when those that have not ended count as lost', whole, 20)
  .option('--logs', 'show what the processes say')
  .option('--json', 'print JSON')
  .parse()
  .opts<{ verifications: number; seed?: number; minutes: number; logs?: boolean; json?: boolean }>();

const seed = options.seed ?? Math.floor(Math.random() * 1_000_000);
const workDir = await mkdtemp(join(tmpdir(), 'smileflow-chaos-'));
try {
  process.stderr.write(`Chaos with ${options.verifications} verifications and seed ${seed}.\n`);
  const report = await runChaos({
    verifications: options.verifications,
    seed,
    patienceMs: options.minutes * 60_000,
    config: readStackConfig(await readFile(join(packageRoot, 'temporal-dev.yml'), 'utf8'), 'temporal-dev.yml'),
    cli: await findTemporalCli({
      env: process.env,
      cliModuleDir: join(packageRoot, 'dev', 'temporal-cli'),
      onProgress: () => undefined,
    }),
    env: process.env,
    packageRoot,
    workDir,
    onEvent: (event) => {
      if (options.logs && event.kind === 'log') process.stderr.write(`${event.part}: ${event.line}\n`);
    },
    onProgress: (progress) => process.stderr.write(`${describeProgress(progress)}\n`),
    signal: stopSignal,
  });
  const isGood =
    report.broken.length === 0 &&
    report.forgedNotifications === 0 &&
    (!isFullRun(report) || report.missing.length === 0);
  process.stdout.write(options.json ? `${JSON.stringify({ ...report, isGood })}\n` : describeReport(report));
  process.exitCode = stopSignal.aborted ? 130 : isGood ? 0 : 1;
} finally {
  await rm(workDir, { recursive: true, force: true });
}
process.stdout.write('', () => process.exit());

function whole(text: string): number {
  if (/^\d{1,9}$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError('Give a whole number above 0.');
}
