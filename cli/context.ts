/** What a command gets from main.ts, which alone touches the process. */
export interface Context {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Read only by a command that was told to, with `-`. */
  readonly stdin: NodeJS.ReadableStream;
  /** Results. */
  readonly out: NodeJS.WriteStream;
  /** Progress and problems. */
  readonly err: NodeJS.WriteStream;
  /** Aborted by the first Ctrl-C or SIGTERM, or when a supervising parent is gone. */
  readonly stopSignal: AbortSignal;
  /** Aborted by the second. */
  readonly killSignal: AbortSignal;
  /** Tells a supervising parent that this process can be used. */
  readonly announceReady: (address?: string) => void;
  /** The folder that holds package.json, samples/ and dist/. */
  readonly packageRoot: string;
}
