import type { Activities } from '../activities/contract.ts';
import { createActivities } from '../activities/create-activities.ts';
import { createTicketSealer } from '../activities/upload-ticket.ts';
import { createFileSystemStore } from '../media/file-system-store.ts';
import { createDeliverer } from '../notifications/deliver-notification.ts';
import { createSmileIdClient } from '../smile-id/smile-id-client.ts';
import type { WorkerConfig } from './config.ts';

/** What of a worker's configuration its activities act by. */
export type ActivityConfig = Pick<WorkerConfig, 'partners' | 'mediaDirectory' | 'callbackBaseUrl' | 'notificationKeys'>;

export interface WorkerActivities {
  readonly activities: Activities;
  /** Drops the kept-alive connections to Smile ID and to receivers. Activities that run later open new ones. */
  close(): void;
}

export function createWorkerActivities(config: ActivityConfig): WorkerActivities {
  const accounts = new Map(
    [...config.partners].map(([name, partner]) => [
      name,
      { smileId: createSmileIdClient({ config: partner }), tickets: createTicketSealer(partner.apiKey) },
    ]),
  );
  const deliverer = createDeliverer();
  const activities = createActivities({
    accounts,
    media: createFileSystemStore(config.mediaDirectory),
    ...(config.callbackBaseUrl === undefined ? {} : { callbackBaseUrl: config.callbackBaseUrl }),
    deliverer,
    notificationKeys: config.notificationKeys,
    clock: () => new Date(),
    random: Math.random,
  });
  return {
    activities,
    close() {
      for (const { smileId } of accounts.values()) smileId.close();
      deliverer.close();
    },
  };
}
