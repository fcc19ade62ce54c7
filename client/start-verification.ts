import { randomUUID } from 'node:crypto';
import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common';
import { VerificationFailure } from '../domain/failure.ts';
import { workflowIdOf } from '../domain/identifiers.ts';
import type { Policy } from '../domain/policy.ts';
import { PRODUCTS, type ProductName } from '../domain/product.ts';
import { NEWEST_RULES } from '../domain/verification.ts';
import type { MediaStore } from '../media/media-store.ts';
import type { ReadCatalogue } from '../requests/id-check.ts';
import { FINGERPRINT_MEMO, SEARCH_ATTRIBUTES, TASK_QUEUE, type VerificationInput } from '../workflows/messages.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type CheckedRequest, checkRequest, type StartRequest } from './start-request.ts';
import { isNotFound } from './temporal-errors.ts';

/** What holds for every verification that does not say otherwise. */
export interface DeploymentDefaults {
  readonly policy?: Partial<Policy> | undefined;
  readonly reviewMs?: number | undefined;
  readonly notifyUrl?: string | undefined;
}

export interface StartDependencies {
  readonly defaults: DeploymentDefaults;
  readonly temporal: Client;
  readonly media: MediaStore;
  readonly fingerprintKey: string;
  readonly taskQueue?: string | undefined;
  /** Whether the namespace has the search attributes that temporal-dev.yml names; without them all else works. */
  readonly hasSearchAttributes: () => Promise<boolean>;
  readonly readCatalogue?: ReadCatalogue | undefined;
}

export interface Started {
  readonly verificationId: string;
  /** False where it attached to a verification that existed already. */
  readonly isNew: boolean;
  /** What Smile ID advises against, or may refuse, in this request. */
  readonly warnings: readonly string[];
}

/**
 * Starts a verification, or attaches to the one that has this id already.
 * @throws VerificationFailure `invalid-request` with all problems; `different-input` if the id belongs to another input
 */
export async function startVerification(dependencies: StartDependencies, request: StartRequest): Promise<Started> {
  const { temporal, media, fingerprintKey, taskQueue = TASK_QUEUE, hasSearchAttributes, defaults } = dependencies;
  const checked = await checkRequest(request, dependencies.readCatalogue);
  const { warnings } = checked;
  const verificationId = request.verificationId ?? randomUUID();
  const fingerprint = fingerprintOf(checked, fingerprintKey);

  // Asked before the pictures are stored, so that a refused request leaves nothing behind.
  if (await existsWith(temporal, verificationId, fingerprint)) return { verificationId, isNew: false, warnings };

  const { workflowType } = PRODUCTS[checked.product];
  const isSearchable = await hasSearchAttributes();
  try {
    await temporal.workflow.start(workflowType, {
      workflowId: workflowIdOf(verificationId),
      taskQueue,
      args: [{ ...(await storeInput(media, verificationId, checked, defaults)), hasSearchAttributes: isSearchable }],
      ...(isSearchable ? { typedSearchAttributes: firstAttributes(checked.product) } : {}),
      memo: { [FINGERPRINT_MEMO]: fingerprint },
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      // Not attached to blindly: Temporal would do so whatever the input.
      workflowIdConflictPolicy: 'FAIL',
      staticSummary: PRODUCTS[checked.product].title,
    });
    return { verificationId, isNew: true, warnings };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  // Somebody else has started this id meanwhile.
  await existsWith(temporal, verificationId, fingerprint);
  return { verificationId, isNew: false, warnings };
}

function firstAttributes(product: ProductName): SearchAttributePair[] {
  return [
    { key: defineSearchAttributeKey(SEARCH_ATTRIBUTES.product, 'KEYWORD'), value: product },
    {
      key: defineSearchAttributeKey(SEARCH_ATTRIBUTES.state, 'KEYWORD'),
      value: PRODUCTS[product].way === 'upload' ? 'preparing' : 'submitting',
    },
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
    comparisonType,
    answerByCallback,
    partner,
    notifyUrl: ownNotifyUrl,
    pictures,
  }: CheckedRequest,
  defaults: DeploymentDefaults,
): Promise<VerificationInput> {
  const product = PRODUCTS[name];
  const notifyUrl = ownNotifyUrl ?? defaults.notifyUrl;
  return {
    verificationId,
    userId,
    pictures: await Promise.all(
      pictures.map(async ({ role, bytes }) => ({ role, media: await media.put(verificationId, bytes, 'image/jpeg') })),
    ),
    partnerParams,
    allowNewEnroll,
    deadlineMs: deadlineMs ?? product.defaultDeadlineMs,
    reviewMs: reviewMs ?? defaults.reviewMs ?? product.defaultReviewMs,
    policy: { ...defaults.policy, ...policy },
    rules: NEWEST_RULES,
    ...(idInfo === undefined ? {} : { idInfo }),
    ...(useEnrolledImage === undefined ? {} : { useEnrolledImage }),
    ...(comparisonType === undefined ? {} : { comparisonType }),
    ...(answerByCallback === undefined ? {} : { answerByCallback }),
    ...(partner === undefined ? {} : { partner }),
    ...(notifyUrl === undefined ? {} : { notifyUrl }),
  };
}
