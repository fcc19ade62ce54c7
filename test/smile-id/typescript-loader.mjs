// Lets a plain node process import the sources, transformed as jest transforms them.
import { fileURLToPath } from 'node:url';
import { transformFile } from '@swc/core';

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const jsc = { parser: { syntax: 'typescript' }, target: 'es2023' };
  const { code } = await transformFile(fileURLToPath(url), { jsc, module: { type: 'es6' } });
  return { format: 'module', source: code, shortCircuit: true };
}
