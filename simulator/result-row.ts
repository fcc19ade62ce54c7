import type { ActionValues } from './actions.ts';
import type { OutcomeName } from './outcomes.ts';

/** How a product words an outcome: result code, text, the steps that were taken, the deprecated confidence 0–100. */
export interface ResultRow {
  code: string;
  text: string;
  actions: ActionValues;
  confidence: string;
  /** Says who registered with the ID number before. */
  tellsRegistrants?: true;
  /** What is on this document instead of what specimens usually say. */
  expirationDate?: string;
}

/** A product's words for outcomes. It is silent about one without a row. */
export type Results = Partial<Record<OutcomeName, ResultRow>> & Record<'bad-archive', ResultRow>;
