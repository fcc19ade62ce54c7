import type { MediaStore } from '../media/media-store.ts';
import type { Deliverer } from '../notifications/deliver-notification.ts';
import type { NotificationKey } from '../notifications/notification-keys.ts';
import type { SmileIdClient } from '../smile-id/smile-id-client.ts';
import type { TicketSealer } from './upload-ticket.ts';

/** What the activities act through. */
export interface Dependencies {
  readonly smileId: SmileIdClient;
  readonly media: MediaStore;
  readonly tickets: TicketSealer;
  /** Public origin of the gateway; without one, no callback is asked for. */
  readonly callbackBaseUrl?: string;
  readonly deliverer: Deliverer;
  /** All of them sign. */
  readonly notificationKeys: readonly NotificationKey[];
  readonly clock: () => Date;
  /** 0 to 1. */
  readonly random: () => number;
}
