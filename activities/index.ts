export { createFileSystemStore } from '../media/file-system-store.ts';
export type { MediaStore } from '../media/media-store.ts';
export { createDeliverer, type Deliverer } from '../notifications/deliver-notification.ts';
export type { NotificationKey } from '../notifications/notification-keys.ts';
export type {
  Activities,
  DeliverNotificationInput,
  JobAddress,
  PollJobStatusInput,
  PrepareUploadInput,
  SubmitRequestInput,
  UploadPackageInput,
} from './contract.ts';
export { createActivities } from './create-activities.ts';
export type { Account, SharedDependencies, WorkerDependencies } from './dependencies.ts';
export { createTicketSealer, type TicketSealer } from './upload-ticket.ts';
