import { inspect } from 'node:util';
import { prettyFactory } from 'pino-pretty';
import type { OnStackEvent, PartName } from './stack-events.ts';

interface Output {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
}

const width = 'simulator'.length;
const colours: [RegExp, 'magenta' | 'yellow' | 'cyan' | 'green'][] = [
  [/^temporal/, 'magenta'],
  [/^simulator/, 'yellow'],
  [/^gateway/, 'cyan'],
  [/^worker/, 'green'],
];

/**
 * Writes what happens to the stack and what its parts say, each line under its part's name. Colours only on a terminal
 * and never with NO_COLOR. The JSON lines of the node parts become readable; all other lines stay as they are.
 */
export function createLogPrinter(output: Output, env: NodeJS.ProcessEnv): OnStackEvent {
  const isColoured = output.isTTY === true && !env.NO_COLOR;
  const readable = prettyFactory({
    colorize: isColoured,
    ignore: 'pid,hostname',
    translateTime: 'SYS:HH:MM:ss',
    singleLine: true,
  });
  const label = (part: PartName) => {
    const colour = colours.find(([name]) => name.test(part))?.[1];
    const padded = part.padEnd(width);
    const codes = colour && inspect.colors[colour];
    return isColoured && codes ? `\x1b[${codes[0]}m${padded}\x1b[${codes[1]}m` : padded;
  };
  const say = (part: PartName, text: string) => output.write(`${label(part)} | ${text}\n`);
  const how = (code: number | null, signal: string | null) => (signal ? `by ${signal}` : `with code ${code}`);

  return (event) => {
    switch (event.kind) {
      case 'log':
        if (isNoise(event)) return undefined;
        return say(event.part, event.line.startsWith('{') ? readable(event.line).trimEnd() : event.line);
      case 'ready':
        return say(event.part, `ready${event.address ? ` at ${event.address}` : ''} after ${seconds(event.afterMs)}`);
      case 'died':
        return say(event.part, `ended by itself ${how(event.code, event.signal)}; stopping everything`);
      case 'stopping':
        return say(event.part, 'stopping');
      case 'stopped':
        return say(event.part, event.signal === 'SIGKILL' ? 'stopped by force' : 'stopped');
      case 'starting':
        return undefined;
    }
  };
}

/** The server's banner repeats, after everything is up, what the description of the stack says. */
function isNoise({ part, line }: { part: PartName; line: string }): boolean {
  return line.trim() === '' || (part === 'temporal' && /^Temporal (CLI \S+ \(|[\w ]+: )/.test(line));
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
