import { defineQuery, defineSignal } from '@temporalio/workflow';

export { resultCorrection } from './queries.ts';
export { hello } from './workflows.ts';

/** Has the name of a workflow of ours, and is none. */
export const notification = defineSignal('notification');
export const basicKyc = { step: 'basic-kyc' };
export const enhancedKyc = defineQuery<string>('enhancedKyc');
