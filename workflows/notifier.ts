import { notificationsDue } from '../domain/notification.ts';
import type { Verification } from '../domain/verification.ts';
import { startNotification } from './start-notification.ts';

/** Tells a backend what happens to a verification. Without a URL it does nothing, and costs nothing. */
export function createNotifier(url: string | undefined) {
  const starts: Promise<void>[] = [];
  return {
    notify(before: Verification, after: Verification): void {
      if (url === undefined) return;
      for (const notification of notificationsDue(before, after, { nowMs: Date.now(), toldBefore: starts.length }))
        starts.push(startNotification(url, String(starts.length + 1), notification));
    },

    /** Settles when all of them are with the server: before that, the end of the workflow would take them with it. */
    async handedOver(): Promise<void> {
      if (starts.length > 0) await Promise.all(starts);
    },
  };
}
