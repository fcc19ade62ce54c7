// Smile ID for the measurement of submissions: over TLS, and with packages left unopened, which the real one does elsewhere.
import { readFile } from 'node:fs/promises';
import { startSimulator } from '../../simulator/start-simulator.ts';

const [cert = '', key = ''] = await Promise.all(process.argv.slice(2, 4).map((path) => readFile(path)));
const simulator = await startSimulator({ tls: { cert, key }, quirks: { zipLagMs: 3_600_000 } });
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  const received = simulator.jobs().filter(({ state }) => state === 'zip-received').length;
  process.send?.({ cpuMs: (user + system) / 1_000, received });
});
process.on('disconnect', () => process.exit());
process.send?.(simulator.url);
