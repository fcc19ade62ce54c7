import type { ActionValues } from './actions.ts';

/** How a product words an outcome: result code, text, the steps that were taken, the deprecated confidence 0–100. */
export interface ResultRow {
  code: string;
  text: string;
  actions: ActionValues;
  confidence: string;
}
