import { cpus } from 'node:os';
import { Command } from 'commander';
import { withStage } from './stage.ts';

const measurements = {
  callbacks: {
    about: 'callbacks acknowledged per second, against a route that only signals',
    load: async () => (await import('./callback-throughput.ts')).measureThroughput,
  },
  decisions: {
    about: 'time from a result of Smile ID to the decision, with callbacks and by polling alone',
    load: async () => (await import('./callback-to-decision.ts')).measureDecisions,
  },
};

const program = new Command('bench').description('Measures, side by side in one run.');
for (const [name, { about, load }] of Object.entries(measurements))
  program
    .command(name)
    .description(about)
    .action(async () => {
      const measure = await load();
      const table = await withStage(process.env, (stage) =>
        measure(stage, (line) => process.stderr.write(`${line}\n`)),
      );
      const [cpu] = cpus();
      process.stdout.write(`Node ${process.version}, ${cpus().length} × ${cpu?.model ?? 'CPU'}\n\n${table}\n`);
    });
await program.parseAsync();
process.stdout.write('', () => process.exit());
