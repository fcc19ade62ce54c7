/** What looking for the Temporal CLI goes through, in the order it can happen. */
export type CliProgress =
  | { kind: 'passed-over'; path: string; reason: string }
  | { kind: 'download-started'; url: string }
  | { kind: 'downloading'; receivedBytes: number; totalBytes: number | undefined }
  | { kind: 'download-failed'; reason: string }
  | { kind: 'build-started'; version: string }
  | { kind: 'building'; elapsedMs: number; packages: number; step: string }
  | { kind: 'waiting-for-other-process'; pid: number; elapsedMs: number }
  | { kind: 'found'; path: string; version: string; source: CliSource };

export type CliSource = 'TEMPORAL_CLI_PATH' | 'PATH' | 'cache' | 'download' | 'build';
export type OnCliProgress = (progress: CliProgress) => void;
