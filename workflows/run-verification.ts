import {
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  isCancellation,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import { canConfirmNow, claimOf, isSameClaim, isWorthConfirming } from '../domain/callback-claim.ts';
import { describe, type OperatorAction, type StatusView } from '../domain/describe.ts';
import { hasAnswer } from '../domain/first-answer.ts';
import { nextStep } from '../domain/next-step.ts';
import { type DecideRequest, decisionOf, refusalOfDecision, refusalOfResume } from '../domain/operator-decision.ts';
import { endsInFailure, type Outcome, outcomeOf } from '../domain/outcome.ts';
import type { ProductName } from '../domain/product.ts';
import { advance } from '../domain/transitions.ts';
import {
  type CallbackClaim,
  isTerminal,
  newVerification,
  type Verification,
  type VerificationEvent,
} from '../domain/verification.ts';
import { type CallbackReceived, type CancelRequest, MESSAGES, type VerificationInput } from './messages.ts';
import { createNotifier } from './notifier.ts';
import { createSearchAttributeWriter } from './search-attributes.ts';
import { startCorrections } from './start-corrections.ts';
import { createStepRunner } from './step-runner.ts';

/** More different claims than there can be (docs/decisions/0008): none is dropped. */
const MOST_CLAIMS = 200;
const MOST_CLAIMS_BEFORE = 10;

const callbackReceived = defineSignal<[CallbackReceived]>(MESSAGES.callbackReceived);
const cancel = defineUpdate<StatusView, [CancelRequest | undefined]>(MESSAGES.cancel);
const decide = defineUpdate<StatusView, [DecideRequest | undefined]>(MESSAGES.decide);
const resume = defineUpdate<StatusView, [object | undefined]>(MESSAGES.resume);
const firstAnswer = defineUpdate<StatusView, [object | undefined]>(MESSAGES.firstAnswer);
const status = defineQuery<StatusView>(MESSAGES.status);

/**
 * The life of one verification: ask the domain what to do, do it, feed back what happened. Ends with the outcome;
 * fails the execution only where the machine could not go on, with the outcome in the failure's details.
 */
export async function runVerification(product: ProductName, input: VerificationInput): Promise<Outcome> {
  const { hasSearchAttributes = false } = input;
  let verification = newVerification({ ...input, product, nowMs: Date.now() });
  const showInSearch = createSearchAttributeWriter(hasSearchAttributes);
  const notifier = createNotifier(input.notifyUrl);
  let claims: readonly CallbackClaim[] = [];
  const inbox: VerificationEvent[] = [];
  const steps = createStepRunner(product, input, (event) => inbox.push(event));

  const take = (event: VerificationEvent): void => {
    // A claim whose confirmation ended while nothing could be confirmed is tried again later.
    if (event.kind === 'claim-unconfirmed' && canConfirmNow(verification))
      claims = claims.filter((claim) => !isSameClaim(claim, event.claim));
    const advanced = advance(verification, event, Date.now());
    const before = verification;
    if (advanced.kind === 'advanced') verification = advanced.verification;
    claims = claims.filter((claim) => isWorthConfirming(verification, claim));
    setCurrentDetails(detailsOf(describe(verification)));
    showInSearch(verification);
    notifier.notify(before, verification);
  };

  const refuseIfEnded = (): void => {
    if (isTerminal(verification.state)) throw new Error(`It has ended already: ${describe(verification).sentence}`);
  };

  setHandler(status, () => describe(verification), { description: 'What the verification is doing and waits for.' });
  setHandler(
    callbackReceived,
    (claim) => {
      // Signed with the key of another account, so it is about a job of that account.
      if (claim.partner !== input.partner) return;
      const most = verification.rules >= 3 ? MOST_CLAIMS : MOST_CLAIMS_BEFORE;
      const isHeld = claims.length >= most || claims.some((held) => isSameClaim(held, claim));
      if (!isHeld && isWorthConfirming(verification, claim)) claims = [...claims, claim];
    },
    { description: 'A verified callback arrived. A hint only: the result is read from Smile ID.' },
  );
  setHandler(
    cancel,
    (request?: CancelRequest) => {
      take({ kind: 'cancelled', ...(request?.reason === undefined ? {} : { reason: request.reason }) });
      return describe(verification);
    },
    {
      description: 'Ends the verification now. Takes {"reason": "..."}, which must not be personal.',
      validator: (request?: CancelRequest) => {
        refuseIfEnded();
        if (request?.reason !== undefined && typeof request.reason !== 'string')
          throw new Error('"reason" must be text.');
      },
    },
  );

  setHandler(
    decide,
    (request?: DecideRequest) => {
      take({ kind: 'operator-decided', decision: decisionOf(verification, request ?? {}, Date.now()) });
      return describe(verification);
    },
    {
      description:
        'An operator decides. Takes {"decision": "approve" | "reject" | "request-new-capture", "by": "who", "reason": "why"}.',
      validator: (request?: DecideRequest) => {
        refuseIfEnded();
        const refusal = refusalOfDecision(verification, request);
        if (refusal !== undefined) throw new Error(refusal);
      },
    },
  );
  setHandler(
    firstAnswer,
    async (_request?: object) => {
      await condition(() => hasAnswer(verification));
      return describe(verification);
    },
    { description: 'Waits for the first answer of Smile ID, be it provisional, or for the end. Takes {}.' },
  );
  setHandler(
    resume,
    (_request?: object) => {
      take({ kind: 'resumed' });
      return describe(verification);
    },
    {
      description:
        'Tries again now what is parked, because its cause has been mended, or sends a request again whose answer was lost. Takes {}.',
      validator: (_request?: object) => {
        refuseIfEnded();
        const refusal = refusalOfResume(verification);
        if (refusal !== undefined) throw new Error(refusal);
      },
    },
  );

  try {
    for (;;) {
      const step = nextStep(verification);
      if (step.do === 'finish') break;
      steps.ensure(step, verification);
      const claim = canConfirmNow(verification) ? nextClaim(verification, claims) : undefined;
      if (claim !== undefined) steps.ensureConfirmation(claim, verification);
      const [seen, claimsSeen] = [verification, claims];
      await condition(() => inbox.length > 0 || verification !== seen || claims !== claimsSeen);
      for (let event = inbox.shift(); event !== undefined; event = inbox.shift()) take(event);
    }
  } catch (error) {
    // The Web UI's own Cancel button does what the update does, so that there is an outcome in either case.
    if (!isCancellation(error)) throw error;
    take({ kind: 'cancelled', reason: 'cancelled through Temporal' });
  }

  await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  await notifier.handedOver();
  if (!isTerminal(verification.state)) throw new Error('The loop ended without a terminal state.');
  const outcome = outcomeOf(verification, verification.state);
  if (verification.rules >= 3) {
    const unread = inbox.flatMap((event) => (event.kind === 'result-confirmed' ? [claimOf(event.result)] : []));
    // More may come while the first are handed over.
    for (let open = [...unread, ...claims]; open.length > 0; open = [...claims]) {
      claims = [];
      await startCorrections(outcome, input, open);
    }
  }
  if (endsInFailure(outcome)) {
    const failure = ApplicationFailure.create({
      type: outcome.failure ?? 'failed',
      message: outcome.sentence,
      nonRetryable: true,
      details: [outcome],
    });
    // Its sentence says everything; where in the code it was thrown tells nobody anything.
    failure.stack = '';
    throw failure;
  }
  return outcome;
}

/** A reviewer's word goes before the others: it is the last one, and made-up claims shall not keep it waiting. */
function nextClaim({ rules }: Verification, claims: readonly CallbackClaim[]): CallbackClaim | undefined {
  return (rules >= 3 ? claims.find(({ fromReviewer }) => fromReviewer) : undefined) ?? claims[0];
}

/** Short Markdown for the Web UI. */
function detailsOf({ state, sentence, since, until, operatorCan }: StatusView): string {
  return [
    `**${state}** since ${since}${until === undefined ? '' : `, until ${until}`}`,
    sentence,
    operatorCan.length === 0
      ? ''
      : `An operator can (More Actions, Send an update): ${operatorCan.map((update) => UPDATES[update]).join(', ')}.`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** Without quotation marks, which the Web UI shows with backslashes. */
const UPDATES: { readonly [A in OperatorAction]: string } = {
  decide: '`decide` (decision: approve, reject or request-new-capture; by; reason)',
  resume: '`resume`',
  cancel: '`cancel` (reason)',
};
