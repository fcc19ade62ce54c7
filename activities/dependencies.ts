import type { MediaStore } from '../media/media-store.ts';
import type { SmileIdClient } from '../smile-id/smile-id-client.ts';
import type { TicketSealer } from './upload-ticket.ts';

/** What the activities act through. */
export interface Dependencies {
  readonly smileId: SmileIdClient;
  readonly media: MediaStore;
  readonly tickets: TicketSealer;
  /** Public origin of the gateway; without one, no callback is asked for. */
  readonly callbackBaseUrl?: string;
  readonly clock: () => Date;
  /** 0 to 1. */
  readonly random: () => number;
}
