import { parse, resolve } from 'node:path';
import type { StackConfig } from './stack-schema.ts';

/** A database belongs to one version of the CLI, so the version is part of its name. */
export function databasePath(config: StackConfig, cliVersion: string, workDir: string): string {
  const { dir, name, ext } = parse(resolve(workDir, config.temporal.database));
  return resolve(dir, `${name}-${cliVersion}${ext}`);
}

interface ServerPlace {
  port: number;
  uiPort: number;
  database: string;
}

/** Neither ~/.config/temporalio nor TEMPORAL_* variables say where the local server is or how to reach it. */
export const selfContained = ['--disable-config-file', '--disable-config-env'];

/**
 * The arguments of the local server. Its log level stays at the CLI's own default, warnings: naming a level, even this
 * one, makes the server print hundreds of lines when it stops.
 */
export function serverArguments(
  { namespace, temporal }: StackConfig,
  { port, uiPort, database }: ServerPlace,
): string[] {
  return [
    ...['server', 'start-dev', ...selfContained],
    ...['--ip', temporal.host, '--port', String(port), '--ui-port', String(uiPort)],
    ...['--db-filename', database, '--namespace', namespace],
    ...pairs('--search-attribute', temporal.searchAttributes, String),
    ...pairs('--sqlite-pragma', temporal.sqlitePragmas, String),
    ...pairs('--dynamic-config-value', temporal.dynamicConfig, JSON.stringify),
    ...temporal.flags,
  ];
}

/** Adds those that are missing, and refuses to change the type of one that exists. */
export function searchAttributeArguments({ namespace, temporal }: StackConfig): string[] {
  const attributes = Object.entries(temporal.searchAttributes);
  return [
    ...['operator', 'search-attribute', 'create', '--namespace', namespace],
    ...attributes.flatMap(([name, type]) => ['--name', name, '--type', type]),
  ];
}

export function retentionArguments({ namespace, temporal }: StackConfig): string[] {
  return ['operator', 'namespace', 'update', '--namespace', namespace, '--retention', `${temporal.retentionDays}d`];
}

function pairs<T>(flag: string, values: Record<string, T>, write: (value: T) => string): string[] {
  return Object.entries(values).flatMap(([key, value]) => [flag, `${key}=${write(value)}`]);
}
