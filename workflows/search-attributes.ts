import { defineSearchAttributeKey } from '@temporalio/common';
import { upsertSearchAttributes } from '@temporalio/workflow';
import { isTerminal, type State, type Verification } from '../domain/verification.ts';
import { SEARCH_ATTRIBUTES } from './messages.ts';

const stateKey = defineSearchAttributeKey(SEARCH_ATTRIBUTES.state, 'KEYWORD');
const decisionKey = defineSearchAttributeKey(SEARCH_ATTRIBUTES.decision, 'KEYWORD');
const reviewDueKey = defineSearchAttributeKey(SEARCH_ATTRIBUTES.reviewDue, 'DATETIME');

/** Each costs an event: one is kept for the end. */
const WHILE_OPEN = 2;

/** Shows where a verification stands to whoever searches: when somebody may have to act, and at the end. */
export function createSearchAttributeWriter(isEnabled: boolean): (verification: Verification) => void {
  let shown = '';
  let written = 0;
  return ({ state, deadlineAtMs }) => {
    if (!isEnabled || state.kind === shown) return;
    if (isTerminal(state)) {
      upsertSearchAttributes([
        { key: stateKey, value: state.kind },
        { key: decisionKey, value: state.kind },
        { key: reviewDueKey, value: null },
      ]);
    } else {
      const due = dueOf(state, deadlineAtMs);
      if (due === undefined || written >= WHILE_OPEN) return;
      written += 1;
      upsertSearchAttributes([
        { key: stateKey, value: state.kind },
        { key: reviewDueKey, value: new Date(due) },
      ]);
    }
    shown = state.kind;
  };
}

/** When a wait that people can shorten ends by itself; undefined for what the machine does alone. */
function dueOf(state: State, deadlineAtMs: number): number | undefined {
  if (state.kind === 'in-vendor-review') return Math.min(state.dueAtMs, deadlineAtMs);
  return state.kind === 'awaiting-operator' || state.kind === 'parked' ? deadlineAtMs : undefined;
}
