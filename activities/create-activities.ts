import { VerificationFailure } from '../domain/failure.ts';
import { DEFAULT_PARTNER } from '../domain/partner.ts';
import { type Attempt, withHeartbeat } from './attempt.ts';
import type { Activities, JobAddress } from './contract.ts';
import { deliverNotification } from './deliver-notification.ts';
import type { Dependencies, WorkerDependencies } from './dependencies.ts';
import { pollJobStatus } from './poll-job-status.ts';
import { prepareUpload } from './prepare-upload.ts';
import { submitRequest } from './submit-request.ts';
import { tryAgain } from './temporal-failure.ts';
import { uploadPackage } from './upload-package.ts';

/**
 * The activities of a worker, by their names. Each acts for the partner that its input names, beats its heart, and throws what is
 * worth another try as the `ApplicationFailure` of activities/temporal-failure.ts; everything else is an event that it returns.
 */
export function createActivities(dependencies: WorkerDependencies): Activities {
  const forPartner =
    <Input extends JobAddress, Event>(
      act: (dependencies: Dependencies, input: Input, attempt: Attempt) => Promise<Event>,
    ) =>
    (input: Input): Promise<Event> =>
      withHeartbeat(async (attempt) => {
        const found = ofPartner(dependencies, input.partner);
        if (found !== undefined) return act(found, input, attempt);
        // Nothing was sent: another worker may know the partner, and this one may be told of it.
        attempt.rememberNothingSent();
        throw tryAgain(unknownPartner(input.partner));
      });
  return {
    prepareUpload: forPartner(prepareUpload),
    uploadPackage: forPartner(uploadPackage),
    submitRequest: forPartner(submitRequest),
    pollJobStatus: forPartner(pollJobStatus),
    deliverNotification: (input) => withHeartbeat((attempt) => deliverNotification(dependencies, input, attempt)),
  };
}

function ofPartner({ accounts, ...shared }: WorkerDependencies, partner = DEFAULT_PARTNER): Dependencies | undefined {
  const account = accounts.get(partner);
  return account === undefined ? undefined : { ...shared, ...account };
}

function unknownPartner(partner: string | undefined): VerificationFailure {
  return new VerificationFailure(
    'misconfigured',
    partner === undefined
      ? 'This worker has no partner profile without a name: set SMILE_ID_PARTNER_ID and SMILE_ID_API_KEY.'
      : `This worker has no partner profile ${partner}: add it to SMILE_ID_PARTNERS, with its variables.`,
  );
}
