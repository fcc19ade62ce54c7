import type { ReadCatalogue } from '../requests/id-check.ts';
import { createCatalogue } from '../requests/services-catalogue.ts';
import { createServicesReader } from '../smile-id/services-reader.ts';
import type { Context } from './context.ts';
import { findSimulatorBeside } from './local-stack.ts';

/** What Smile ID asks of ID data: the one that the environment names, or else the simulator of the local stack. */
export function catalogueFor(context: Context): ReadCatalogue {
  const ask = (url: string) => createCatalogue({ fetchCatalogue: createServicesReader(url) })();
  return async () => {
    const { addressOf, readClientConfig } = await import('../client/config.ts');
    const { smileIdUrl, temporal } = readClientConfig(context.env);
    if (smileIdUrl !== undefined) return ask(smileIdUrl);
    // Nobody has named it, so nobody misses it.
    try {
      const simulatorUrl = await findSimulatorBeside(addressOf(temporal.connectionOptions), context);
      return simulatorUrl === undefined ? undefined : await ask(simulatorUrl);
    } catch {
      return undefined;
    }
  };
}
