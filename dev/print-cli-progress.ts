import type { CliProgress, OnCliProgress } from './cli-progress.ts';

interface Output {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
}

const everyMs = 10_000;

/**
 * Says on `output` what is happening, so that a build of minutes is never mistaken for a hang: one line that renews
 * itself on a terminal, a line each ten seconds elsewhere.
 */
export function createCliProgressPrinter(output: Output, now = Date.now): OnCliProgress {
  let lineIsOpen = false;
  let repeatedAt = now();

  const say = (text: string) => {
    output.write(`${lineIsOpen ? '\r\x1b[K' : ''}${text}\n`);
    lineIsOpen = false;
  };
  const repeat = (text: string) => {
    if (output.isTTY) {
      output.write(`\r\x1b[K${text}`);
      lineIsOpen = true;
    } else if (now() - repeatedAt >= everyMs) {
      repeatedAt = now();
      say(text);
    }
  };
  return (progress) => {
    const text = describe(progress);
    if (progress.kind === 'building' || progress.kind === 'downloading') repeat(text);
    else if (progress.kind === 'waiting-for-other-process' && progress.elapsedMs >= 1_000) repeat(text);
    else if (text !== '') say(text);
  };
}

function describe(progress: CliProgress): string {
  switch (progress.kind) {
    case 'passed-over':
      return `Not using ${progress.path}: it ${progress.reason}.`;
    case 'download-started':
      return `Downloading the Temporal CLI from ${new URL(progress.url).host} …`;
    case 'downloading':
      return `Downloading the Temporal CLI: ${megabytes(progress.receivedBytes)}${progress.totalBytes ? ` of ${megabytes(progress.totalBytes)}` : ''}`;
    case 'download-failed':
      return `The download did not work (${progress.reason}).`;
    case 'build-started':
      return `Building the Temporal CLI ${progress.version} with Go. This happens once and takes 4 to 7 minutes on 2 cores.`;
    case 'building':
      return `Building the Temporal CLI: ${elapsed(progress.elapsedMs)}, ${progress.packages} packages compiled`;
    case 'waiting-for-other-process':
      return `Waiting for process ${progress.pid}, which is fetching the Temporal CLI: ${elapsed(progress.elapsedMs)}`;
    case 'found':
      return progress.source === 'build' || progress.source === 'download'
        ? `The Temporal CLI is at ${progress.path}`
        : '';
  }
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
const elapsed = (ms: number) => `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, '0')}`;
