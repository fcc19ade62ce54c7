export type PartName = 'temporal' | 'simulator' | 'gateway' | 'worker' | `worker-${number}`;

export interface PartExit {
  part: PartName;
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** The life of the local stack, in the words that its log uses. */
export type StackEvent =
  | { kind: 'starting'; part: PartName; pid: number }
  | { kind: 'ready'; part: PartName; address: string | undefined; afterMs: number }
  | { kind: 'log'; part: PartName; line: string }
  | ({ kind: 'died' } & PartExit)
  | { kind: 'stopping'; part: PartName }
  | ({ kind: 'stopped' } & PartExit);

export type OnStackEvent = (event: StackEvent) => void;
