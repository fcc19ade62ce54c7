import * as workflow from '@temporalio/workflow';

export const resultCorrection = workflow.defineQuery<string>('resultCorrection');
