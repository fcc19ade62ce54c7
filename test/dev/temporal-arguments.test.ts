import { describe, expect, it } from '@jest/globals';
import { databasePath, searchAttributeArguments, serverArguments } from '../../dev/temporal-arguments.ts';
import { freePortConfig } from './local-stack.ts';

const config = await freePortConfig();

describe('arguments of the Temporal server', () => {
  it('write settings as JSON and pragmas as they are', () => {
    config.temporal.dynamicConfig = { 'limit.maxIDLength': 200, 'history.x': '10ms', 'frontend.y': true };
    config.temporal.sqlitePragmas = { journal_mode: 'WAL', cache_size: -2000 };
    const line = serverArguments(config, { port: 1, uiPort: 2, database: '/d.db' }).join(' ');
    expect(line).toContain('--dynamic-config-value limit.maxIDLength=200 ');
    expect(line).toContain('--dynamic-config-value history.x="10ms" ');
    expect(line).toContain('--dynamic-config-value frontend.y=true ');
    expect(line).toContain('--sqlite-pragma journal_mode=WAL --sqlite-pragma cache_size=-2000 ');
    expect(line).toContain('--ip 127.0.0.1 --port 1 --ui-port 2 --db-filename /d.db --namespace default ');
    expect(line).toMatch(/--ui-disable-news-fetch$/);
  });

  it('name each search attribute with its type', () => {
    config.temporal.searchAttributes = { One: 'Keyword', Two: 'Datetime' };
    expect(searchAttributeArguments(config).join(' ')).toMatch(/--name One --type Keyword --name Two --type Datetime$/);
  });

  it('give each version of the CLI a database of its own', () => {
    expect(databasePath(config, '1.8.2', '/project')).toBe('/project/.smileflow/temporal-1.8.2.db');
    config.temporal.database = '/var/data/store';
    expect(databasePath(config, 'dev-1.31.2', '/project')).toBe('/var/data/store-dev-1.31.2');
  });
});
