import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import { VerificationFailure } from '../domain/failure.ts';
import type { Context } from './context.ts';

/** JSON lines for machines; readable, coloured lines on a terminal. */
export function createLogger(name: string, { env, out }: Context): Logger {
  const options = { name, level: readLevel(env.SMILEFLOW_LOG_LEVEL) };
  return out.isTTY
    ? pino(options, pretty({ colorize: !env.NO_COLOR, ignore: 'pid,hostname', destination: out, sync: true }))
    : pino(options, out);
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

function readLevel(level = ''): string {
  if (level === '') return 'info';
  if (LEVELS.includes(level)) return level;
  throw new VerificationFailure('invalid-request', `SMILEFLOW_LOG_LEVEL must be one of ${LEVELS.join(', ')}.`);
}
