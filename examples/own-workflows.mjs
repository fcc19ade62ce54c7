// The workflows of own-worker.mjs. Those of smileflow are not mentioned here: the plugin adds them.
import { proxyActivities } from '@temporalio/workflow';

const { decisionOf } = proxyActivities({ startToCloseTimeout: '1 minute', scheduleToCloseTimeout: '3 days' });
const { createAccount } = proxyActivities({ startToCloseTimeout: '1 minute' });

/** Opens an account once the person has been verified. */
export async function openAccount({ customer, verificationId }) {
  const decision = await decisionOf(verificationId);
  return decision === 'approved' ? createAccount(customer) : `no account for ${customer}: ${decision}`;
}
