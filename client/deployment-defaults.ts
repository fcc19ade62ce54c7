import { VerificationFailure } from '../domain/failure.ts';
import { sentenceOf } from '../requests/job-shape.ts';
import { notifyUrl } from './notify-url.ts';
import { parseDuration } from './parse-duration.ts';
import { reviewDuration, verificationPolicy } from './request-schema.ts';
import type { DeploymentDefaults } from './start-verification.ts';

const VARIABLES: { readonly [field: string]: string } = {
  provisional: 'SMILEFLOW_PROVISIONAL',
  attention: 'SMILEFLOW_ATTENTION',
  fourEyes: 'SMILEFLOW_FOUR_EYES',
  operatorMs: 'SMILEFLOW_OPERATOR_TIME',
  reviewMs: 'SMILEFLOW_REVIEW_TIME',
  notifyUrl: 'SMILEFLOW_NOTIFY_URL',
};

const FLAGS: { readonly [text: string]: boolean } = { true: true, false: false };

const deploymentDefaults = reviewDuration.extend({ notifyUrl: notifyUrl.exactOptional() });

/**
 * The policy of a deployment, and where it is notified: what holds for every verification that does not say otherwise.
 * @throws VerificationFailure `invalid-request` with all that is wrong
 */
export function readDeploymentDefaults(env: Readonly<Record<string, string | undefined>>): DeploymentDefaults {
  const read = <T>(field: string, parse: (text: string) => T | undefined): { [field: string]: unknown } => {
    const text = env[VARIABLES[field] ?? ''];
    return text === undefined || text === '' ? {} : { [field]: parse(text) ?? text };
  };
  const {
    reviewMs,
    notifyUrl: url,
    ...policy
  } = {
    ...read('provisional', String),
    ...read('attention', String),
    ...read('fourEyes', (text) => FLAGS[text]),
    ...read('operatorMs', parseDuration),
    ...read('reviewMs', parseDuration),
    ...read('notifyUrl', String),
  } as { [field: string]: unknown };
  const checkedPolicy = verificationPolicy.safeParse(policy);
  const checkedRest = deploymentDefaults.safeParse({ reviewMs, ...(url === undefined ? {} : { notifyUrl: url }) });
  const problems = [...(checkedPolicy.error?.issues ?? []), ...(checkedRest.error?.issues ?? [])].map(
    inWordsOfVariables,
  );
  if (!checkedPolicy.success || !checkedRest.success)
    throw new VerificationFailure(
      'invalid-request',
      `The deployment's defaults are not configured right: ${problems.join('; ')}.`,
      {
        problems,
      },
    );
  const { reviewMs: review, ...rest } = checkedRest.data;
  return { policy: checkedPolicy.data, ...rest, ...(review === undefined ? {} : { reviewMs: review }) };
}

function inWordsOfVariables(issue: Parameters<typeof sentenceOf>[0]): string {
  const field = String(issue.path[0]);
  return sentenceOf(issue, 'a verification')
    .replace(field, VARIABLES[field] ?? field)
    .replace(/a number of milliseconds/, 'a number with s, m, h or d, such as 90s or 12h');
}
