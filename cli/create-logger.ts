import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import type { Context } from './context.ts';

/** JSON lines for machines; readable, coloured lines on a terminal. */
export function createLogger(name: string, { env, out }: Context): Logger {
  const options = { name, level: env.SMILEFLOW_LOG_LEVEL || 'info' };
  return out.isTTY
    ? pino(options, pretty({ colorize: !env.NO_COLOR, ignore: 'pid,hostname', destination: out, sync: true }))
    : pino(options, out);
}
