import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BundleOptions } from '@temporalio/worker';
import { WORKFLOW_TYPES } from './bundled-workflows.ts';
import { sameNames } from './same-names.ts';
import { undone } from './undone.ts';

type ConfigHook = NonNullable<BundleOptions['webpackConfigHook']>;
type WebpackConfig = Parameters<ConfigHook>[0];

/** Our workflows alone. */
export const WORKFLOWS_PATH = fileURLToPath(new URL(`../workflows/index${extname(import.meta.url)}`, import.meta.url));
const MERGED_PATH = fileURLToPath(new URL('./merge-workflows.cjs', import.meta.url));

/** As merge-workflows.cjs writes them. */
const OWN = '__smileflow_own_workflows';
const OURS = '__smileflow_workflows';
const OURS_AS: ReadonlySet<string | undefined> = new Set([OURS, WORKFLOWS_PATH]);

/**
 * Adds our workflows to a bundle. Its own ones stay where they are, and so does everything else that it is made with:
 * Temporal's generated entry lies beside them as ever, so that names of modules lead from there to what they always did.
 * The bundling then rejects with VerificationFailure `invalid-request` where both export a workflow of the same name.
 */
export function mergeWorkflows(options: BundleOptions): BundleOptions {
  const { workflowsPath: own, webpackConfigHook: ownHook = (config) => config } = options;
  const merge = own === WORKFLOWS_PATH ? withOurs : (config: WebpackConfig) => withBoth(config, own);
  return { ...options, webpackConfigHook: (config) => merge(ownHook(config)) };
}

function withOurs(config: WebpackConfig): WebpackConfig {
  return { ...config, plugins: [...(config.plugins ?? []), { apply: refuseWithoutOurs }] };
}

function withBoth(config: WebpackConfig, own: string): WebpackConfig {
  return {
    ...config,
    resolve: { ...config.resolve, alias: { ...config.resolve?.alias, [`${OWN}$`]: own, [`${OURS}$`]: WORKFLOWS_PATH } },
    plugins: [
      ...(config.plugins ?? []),
      { apply: (compiler) => enterByMerged(compiler, own) },
      { apply: refuseSameTypes },
      { apply: refuseWithoutOurs },
    ],
  };
}

type Compiler = ThisParameterType<Extract<NonNullable<WebpackConfig['plugins']>[number], (...all: never) => void>>;

/** Only the generated entry asks for them by their path. */
function enterByMerged(compiler: Compiler, own: string): void {
  compiler.hooks.normalModuleFactory.tap('smileflow', ({ hooks }) => {
    hooks.beforeResolve.tap('smileflow', (asked) => {
      if (asked.request === own) asked.request = MERGED_PATH;
    });
  });
}

/** Another plugin may have put other workflows in the place of those of both. */
function refuseWithoutOurs(compiler: Compiler): void {
  compiler.hooks.afterCompile.tap('smileflow', ({ modules, compiler: { parentCompilation } }) => {
    // What a plugin of webpack's compiles in between is no bundle of workflows.
    if (parentCompilation !== undefined) return;
    for (const { dependencies } of modules)
      for (const dependency of dependencies) if (OURS_AS.has(requestOf(dependency))) return;
    throw undone('workflows');
  });
}

/** Throws where webpack reports to whoever bundles: an error among the others would only be logged. */
function refuseSameTypes(compiler: Compiler): void {
  compiler.hooks.afterCompile.tap('smileflow', ({ modules, moduleGraph }) => {
    for (const { dependencies } of modules)
      for (const dependency of dependencies) {
        if (requestOf(dependency) !== OWN) continue;
        const own = moduleGraph.getModule(dependency);
        if (own === null) continue;
        const exports = moduleGraph.getExportsInfo(own);
        const same = WORKFLOW_TYPES.filter((type) => {
          if (exports.isExportProvided(type) !== true) return false;
          const { module = own } = exports.getReadOnlyExportInfo(type).getTarget(moduleGraph) ?? {};
          return !isNoFunction(type, String(module.originalSource()?.source()));
        });
        if (same.length > 0) throw sameNames('exports', same);
      }
  });
}

/** Told by its text, because nothing runs yet: what is made by a call may be a workflow, unless it is Temporal's own. */
function isNoFunction(name: string, code: string): boolean {
  const made = String.raw`\(?(?:0,\s*)?(?:\w+\.)?define(?:Signal|Query|Update)\b`;
  return new RegExp(String.raw`\b${name}\s*=\s*(?:/\*.*?\*/\s*)?(?:${made}|['"${'`'}{[\d])`).test(code);
}

function requestOf(dependency: object): string | undefined {
  return (dependency as { readonly request?: string }).request;
}
