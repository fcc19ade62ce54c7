import { proxyActivities, workflowInfo } from '@temporalio/workflow';

const { greet } = proxyActivities<{ greet(name: string): Promise<string> }>({ startToCloseTimeout: 10_000 });

export function hello(name: string): Promise<string> {
  return greet(name);
}

/** Takes all types that have no other workflow. */
export default async function anything(): Promise<string> {
  return `anything, as ${workflowInfo().workflowType}`;
}
