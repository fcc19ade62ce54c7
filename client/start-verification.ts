import { randomUUID } from 'node:crypto';
import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common';
import { VerificationFailure } from '../domain/failure.ts';
import { workflowIdOf } from '../domain/identifiers.ts';
import { PRODUCTS, type ProductName } from '../domain/product.ts';
import type { MediaStore } from '../media/media-store.ts';
import { FINGERPRINT_MEMO, SEARCH_ATTRIBUTES, TASK_QUEUE, type VerificationInput } from '../workflows/messages.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type CheckedRequest, checkRequest, type StartRequest } from './start-request.ts';
import { isNotFound } from './temporal-errors.ts';

export interface StartDependencies {
  readonly temporal: Client;
  readonly media: MediaStore;
  readonly fingerprintKey: string;
  readonly taskQueue?: string;
  /** Whether the namespace has the search attributes that temporal-dev.yml names; without them all else works. */
  readonly hasSearchAttributes: () => Promise<boolean>;
}

/**
 * Starts a verification, or attaches to the one that has this id already.
 * @returns the verification's id
 * @throws VerificationFailure `invalid-request` with all problems; `different-input` if the id belongs to another input
 */
export async function startVerification(dependencies: StartDependencies, request: StartRequest): Promise<string> {
  const { temporal, media, fingerprintKey, taskQueue = TASK_QUEUE, hasSearchAttributes } = dependencies;
  const checked = await checkRequest(request);
  const verificationId = request.verificationId ?? randomUUID();
  const fingerprint = fingerprintOf(checked, fingerprintKey);

  // Asked before the pictures are stored, so that a refused request leaves nothing behind.
  if (await existsWith(temporal, verificationId, fingerprint)) return verificationId;

  const { workflowType } = PRODUCTS[checked.product];
  const isSearchable = await hasSearchAttributes();
  try {
    await temporal.workflow.start(workflowType, {
      workflowId: workflowIdOf(verificationId),
      taskQueue,
      args: [{ ...(await storeInput(media, verificationId, checked)), hasSearchAttributes: isSearchable }],
      ...(isSearchable ? { typedSearchAttributes: firstAttributes(checked.product) } : {}),
      memo: { [FINGERPRINT_MEMO]: fingerprint },
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: PRODUCTS[checked.product].title,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  // Somebody else may have started this id meanwhile: Temporal attaches whatever the input, so it is compared again.
  await existsWith(temporal, verificationId, fingerprint);
  return verificationId;
}

function firstAttributes(product: ProductName): SearchAttributePair[] {
  return [
    { key: defineSearchAttributeKey(SEARCH_ATTRIBUTES.product, 'KEYWORD'), value: product },
    { key: defineSearchAttributeKey(SEARCH_ATTRIBUTES.state, 'KEYWORD'), value: 'preparing' },
  ];
}

async function existsWith(temporal: Client, verificationId: string, fingerprint: string): Promise<boolean> {
  try {
    const { memo } = await temporal.workflow.getHandle(workflowIdOf(verificationId)).describe();
    if (memo?.[FINGERPRINT_MEMO] === fingerprint) return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
  throw new VerificationFailure(
    'different-input',
    `Verification ${verificationId} exists already, with other pictures or other data: use another id for another input.`,
  );
}

async function storeInput(
  media: MediaStore,
  verificationId: string,
  {
    product: name,
    userId,
    partnerParams = {},
    allowNewEnroll = false,
    deadlineMs,
    reviewMs,
    policy,
    idInfo,
    useEnrolledImage,
    pictures,
  }: CheckedRequest,
): Promise<VerificationInput> {
  const product = PRODUCTS[name];
  return {
    verificationId,
    userId,
    pictures: await Promise.all(
      pictures.map(async ({ role, bytes }) => ({ role, media: await media.put(verificationId, bytes, 'image/jpeg') })),
    ),
    partnerParams,
    allowNewEnroll,
    deadlineMs: deadlineMs ?? product.defaultDeadlineMs,
    reviewMs: reviewMs ?? product.defaultReviewMs,
    ...(policy === undefined ? {} : { policy }),
    ...(idInfo === undefined ? {} : { idInfo }),
    ...(useEnrolledImage === undefined ? {} : { useEnrolledImage }),
  };
}
