import { describe, expect, it } from '@jest/globals';
import { readDeploymentDefaults } from '../../client/deployment-defaults.ts';
import { isVerificationFailure } from '../../domain/failure.ts';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readDeploymentDefaults(env);
  } catch (error) {
    if (!isVerificationFailure(error) || error.kind !== 'invalid-request') throw error;
    for (const problem of error.problems) expect(error.message).toContain(problem);
    return error.problems;
  }
  throw new Error('the policy was accepted');
}

describe('The policy of a deployment', () => {
  it('is empty where nothing is set', () => {
    expect(readDeploymentDefaults({})).toEqual({ policy: {} });
    expect(readDeploymentDefaults({ SMILEFLOW_PROVISIONAL: '', SMILEFLOW_REVIEW_TIME: '' })).toEqual({ policy: {} });
  });

  it.each([
    ['SMILEFLOW_PROVISIONAL', 'accept', { policy: { provisional: 'accept' } }],
    ['SMILEFLOW_PROVISIONAL', 'wait', { policy: { provisional: 'wait' } }],
    ['SMILEFLOW_PROVISIONAL', 'ask-operator', { policy: { provisional: 'ask-operator' } }],
    ['SMILEFLOW_ATTENTION', 'accept', { policy: { attention: 'accept' } }],
    ['SMILEFLOW_ATTENTION', 'ask-operator', { policy: { attention: 'ask-operator' } }],
    ['SMILEFLOW_FOUR_EYES', 'true', { policy: { fourEyes: true } }],
    ['SMILEFLOW_FOUR_EYES', 'false', { policy: { fourEyes: false } }],
    ['SMILEFLOW_OPERATOR_TIME', '90s', { policy: { operatorMs: 90_000 } }],
    ['SMILEFLOW_REVIEW_TIME', '1.5h', { policy: {}, reviewMs: 5_400_000 }],
    ['SMILEFLOW_NOTIFY_URL', 'https://example.com/hooks', { policy: {}, notifyUrl: 'https://example.com/hooks' }],
    ['SMILEFLOW_NOTIFY_URL', '', { policy: {} }],
  ])('takes %s as %s', (name, text, defaults) => {
    expect(readDeploymentDefaults({ [name]: text })).toEqual(defaults);
  });

  it('is told about everything that is wrong at once, by the names of the variables', () => {
    const wrong = {
      SMILEFLOW_PROVISIONAL: 'maybe',
      SMILEFLOW_ATTENTION: 'wait',
      SMILEFLOW_FOUR_EYES: 'yes',
      SMILEFLOW_OPERATOR_TIME: 'soon',
      SMILEFLOW_REVIEW_TIME: '31d',
      SMILEFLOW_NOTIFY_URL: 'http://example.com/hooks',
    };
    expect(problemsOf(wrong)).toEqual([
      'SMILEFLOW_PROVISIONAL must be accept, wait or ask-operator',
      'SMILEFLOW_ATTENTION must be accept or ask-operator',
      'SMILEFLOW_FOUR_EYES must be true or false',
      'SMILEFLOW_OPERATOR_TIME must be a number with s, m, h or d, such as 90s or 12h',
      'SMILEFLOW_REVIEW_TIME must be at most 30 days',
      'SMILEFLOW_NOTIFY_URL must be https; plain http is for this machine only',
    ]);
  });

  it.each([
    ['SMILEFLOW_OPERATOR_TIME', '0.5s', 'SMILEFLOW_OPERATOR_TIME must be at least a second'],
    ['SMILEFLOW_REVIEW_TIME', '90', 'SMILEFLOW_REVIEW_TIME must be a number with s, m, h or d, such as 90s or 12h'],
  ])('refuses %s as %s', (name, text, problem) => {
    expect(problemsOf({ [name]: text })).toEqual([problem]);
  });
});
