import type { SimulatorOptions } from '../../simulator/options.ts';
import { type Simulator, startSimulator } from '../../simulator/start-simulator.ts';
import { readSmileIdConfig } from '../../smile-id/config.ts';
import { createSmileId, type SmileId, type SmileIdOptions } from '../../smile-id/smile-id.ts';
import { PARTNER } from './fixture.ts';

/** The account of the fixtures at a server on this machine. */
export function configAt(url: string, apiKey: string = PARTNER.apiKey) {
  return readSmileIdConfig({
    SMILE_ID_PARTNER_ID: PARTNER.partnerId,
    SMILE_ID_API_KEY: apiKey,
    SMILE_ID_BASE_URL: url,
  });
}

interface Account extends SmileIdOptions {
  readonly apiKey?: string;
  readonly requestTimeoutMs?: number;
  readonly uploadTimeoutMs?: number;
}

/** Lends Smile ID's library on a simulator of its own, in which an hour of review takes a second. */
export async function withSmileId<T>(
  use: (smileId: SmileId, simulator: Simulator) => Promise<T>,
  simulated: SimulatorOptions = {},
  { apiKey, requestTimeoutMs, uploadTimeoutMs, ...options }: Account = {},
): Promise<T> {
  const simulator = await startSimulator({ timeScale: 3_600, processingMs: 300, ...simulated });
  const config = configAt(simulator.url, apiKey);
  const timeouts = {
    requestTimeoutMs: requestTimeoutMs ?? config.requestTimeoutMs,
    uploadTimeoutMs: uploadTimeoutMs ?? config.uploadTimeoutMs,
  };
  const smileId = createSmileId({ ...config, ...timeouts }, options);
  try {
    return await use(smileId, simulator);
  } finally {
    smileId.close();
    await simulator.close();
  }
}
