/** What the company makes of results that Smile ID leaves open. Per deployment or per verification. */
export interface Policy {
  /** A provisional result: take it as approval, wait for the final one, or ask an operator at once. */
  readonly provisional: 'accept' | 'wait' | 'ask-operator';
  /** Approved with attention, or a partial match: take it as approval, or ask an operator. */
  readonly attention: 'accept' | 'ask-operator';
  /** Whether an operator's decision counts only once a second person has confirmed it. */
  readonly fourEyes: boolean;
  /** How long the first level of operators has before the second is named. */
  readonly operatorMs: number;
}

export const DEFAULT_POLICY: Policy = {
  provisional: 'wait',
  attention: 'ask-operator',
  fourEyes: false,
  operatorMs: 24 * 3_600_000,
};
