import type { MediaStore } from '../media/media-store.ts';
import type { Deliverer } from '../notifications/deliver-notification.ts';
import type { NotificationKey } from '../notifications/notification-keys.ts';
import type { SmileIdClient } from '../smile-id/smile-id-client.ts';
import type { TicketSealer } from './upload-ticket.ts';

/** One partner's account at Smile ID. */
export interface Account {
  readonly smileId: SmileIdClient;
  readonly tickets: TicketSealer;
}

/** What an activity acts through, for one partner. */
export interface Dependencies extends Account, SharedDependencies {}

/** What a worker's activities act through. */
export interface WorkerDependencies extends SharedDependencies {
  /** By the name of the partner profile. */
  readonly accounts: ReadonlyMap<string, Account>;
}

/** What has nothing to do with an account. */
export interface SharedDependencies {
  readonly media: MediaStore;
  /** Public origin of the gateway; without one, no callback is asked for. */
  readonly callbackBaseUrl?: string;
  readonly deliverer: Deliverer;
  /** All of them sign. */
  readonly notificationKeys: readonly NotificationKey[];
  readonly clock: () => Date;
  /** 0 to 1. */
  readonly random: () => number;
}
