import { cpus } from 'node:os';
import { Command } from 'commander';

type Measure = (tell: (line: string) => void) => Promise<string>;

const measurements: Readonly<Record<string, { readonly about: string; readonly load: () => Promise<Measure> }>> = {
  callbacks: {
    about: 'callbacks acknowledged per second, against a route that only signals',
    load: async () => {
      const [{ withStage }, { measureThroughput }] = await Promise.all([
        import('./stage.ts'),
        import('./callback-throughput.ts'),
      ]);
      return (tell) => withStage(process.env, (stage) => measureThroughput(stage, tell));
    },
  },
  decisions: {
    about: 'time from a result of Smile ID to the decision, with callbacks and by polling alone',
    load: async () => {
      const [{ withStage }, { measureDecisions }] = await Promise.all([
        import('./stage.ts'),
        import('./callback-to-decision.ts'),
      ]);
      return (tell) => withStage(process.env, (stage) => measureDecisions(stage, tell));
    },
  },
  submissions: {
    about: 'what a submission of eleven pictures costs, against Smile ID’s SDK for JavaScript',
    load: async () => {
      const { measureSubmissions } = await import('./submissions.ts');
      return (tell) => measureSubmissions(process.env, tell);
    },
  },
};

const program = new Command('bench').description('Measures, side by side in one run.');
for (const [name, { about, load }] of Object.entries(measurements))
  program
    .command(name)
    .description(about)
    .action(async () => {
      const measure = await load();
      const table = await measure((line) => process.stderr.write(`${line}\n`));
      const [cpu] = cpus();
      process.stdout.write(`Node ${process.version}, ${cpus().length} × ${cpu?.model ?? 'CPU'}\n\n${table}\n`);
    });
await program.parseAsync();
process.stdout.write('', () => process.exit());
