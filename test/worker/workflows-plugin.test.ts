import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { bundleWorkflowCode, DefaultLogger, type ReplayWorkerOptions, Worker } from '@temporalio/worker';
import { smileflowWorkflows } from '../../worker/workflows-plugin.ts';
import { ownFile, silenceWorkers } from './with-plugin.ts';

beforeAll(silenceWorkers);

const recorded = new URL('../replay/histories/0.2.0/basic-kyc-partial-match-by-operator.json', import.meta.url);

const bundle = (file: string, plugins = [smileflowWorkflows]) =>
  bundleWorkflowCode({ workflowsPath: ownFile(file), plugins, logger: new DefaultLogger('ERROR', () => undefined) });

/** Replays a verification with the plugin. */
function replay(options: ReplayWorkerOptions): Promise<void> {
  const history = JSON.parse(readFileSync(recorded, 'utf8'));
  const { workflowId } = history.events[0].workflowExecutionStartedEventAttributes;
  return Worker.runReplayHistory({ plugins: [smileflowWorkflows], ...options }, historyFromJSON(history), workflowId);
}

describe('A bundle of your own', () => {
  it('holds our workflows beside its own where it is made with the plugin', async () => {
    const workflowBundle = await bundle('workflows.ts');
    expect(workflowBundle.code).toContain('function anything');
    await replay({ workflowBundle });
  });

  it('finds modules from where its own workflows lie, as without the plugin', async () => {
    for (const plugins of [[], [smileflowWorkflows], [smileflowWorkflows, smileflowWorkflows]]) {
      const { code } = await bundleWorkflowCode({
        workflowsPath: ownFile('workflows.ts'),
        workflowInterceptorModules: ['./workflow-interceptors.js'],
        preloadModules: ['./reversing-codec.js'],
        plugins,
        logger: new DefaultLogger('ERROR', () => undefined),
      });
      expect(code).toContain('function reversed');
      expect(code).toContain('(intercepted)');
    }
  });

  it('is refused where it was made without, with what to do', () =>
    expect(bundle('workflows.ts', []).then((workflowBundle) => replay({ workflowBundle }))).rejects.toMatchObject({
      kind: 'invalid-request',
      message: expect.stringContaining(
        'make it by bundleWorkflowCode({ workflowsPath, plugins: [smileflowWorkflows] })',
      ),
    }));

  it('may export signals, queries and values with the names of our workflow types', async () =>
    replay({ workflowBundle: await bundle('signals.ts') }));

  it('is not made where both have a workflow type', () =>
    expect(bundle('colliding-workflows.ts')).rejects.toMatchObject({
      kind: 'invalid-request',
      message: expect.stringMatching(/^These exports are smileflow's, and yours as well: notification\. Rename/),
    }));

  it('runs nothing where it only shows at run time that both have a workflow type', () =>
    expect(bundle('dynamic-workflows.cjs').then((workflowBundle) => replay({ workflowBundle }))).rejects.toThrow(
      "These exports are smileflow's, and yours as well: basicKyc, notification.",
    ));
});

describe('A replay with the plugin', () => {
  it('needs no bundle, and takes the workflows of both', async () => {
    await replay({});
    await replay({ workflowsPath: ownFile('workflows.ts') });
  });
});
