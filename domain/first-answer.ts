import { isTerminal, type Verification } from './verification.ts';

/** Whether Smile ID has said anything about the person, be it provisional, or the verification has ended without. */
export function hasAnswer({ state, results }: Verification): boolean {
  return (
    isTerminal(state) || results.some(({ authority, category }) => authority !== 'lookup' && category !== 'technical')
  );
}
