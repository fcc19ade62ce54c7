// One contender in a process of its own: submits jobs, so many at once, and tells what that cost.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type Contender, submitterOf } from '../submitters.ts';

const [name = '', url = '', pictures = '', atOnce = '', jobs = '', warmUp = ''] = process.argv.slice(2);
const submit = await submitterOf(name as Contender, { url, pictures: JSON.parse(pictures) as string[] });

async function submitAll(first: number, count: number): Promise<void> {
  let next = first;
  const work = async (): Promise<void> => {
    while (next < first + count) await submit(`bench-${next++}`);
  };
  await Promise.all(Array.from({ length: Number(atOnce) }, work));
}

await submitAll(0, Number(warmUp));
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const cpu = process.cpuUsage();
const startedAt = performance.now();
await submitAll(Number(warmUp), Number(jobs));
const seconds = (performance.now() - startedAt) / 1_000;
const { user, system } = process.cpuUsage(cpu);
delay.disable();
process.send?.({
  perSecond: Number(jobs) / seconds,
  cpuMsPerJob: (user + system) / 1_000 / Number(jobs),
  peakMegabytes: process.resourceUsage().maxRSS / 1_000,
  delayP99Ms: delay.percentile(99) / 1e6,
});
process.disconnect();
process.exit();
