import type { FaultRule } from '../../simulator/fault-rule.ts';
import type { SimulatorOptions } from '../../simulator/options.ts';
import type { SmileIdConfig } from '../../smile-id/config.ts';
import type { SmileId } from '../../smile-id/smile-id.ts';

/** What not every implementation can do, or not on request. */
export type Need =
  | 'callbacks'
  | 'chosen comparisons'
  | 'faults'
  | 'jobs without a result'
  | 'many requests'
  | 'reviewers'
  | 'the public certificate';

/** An implementation of Smile ID's protocol with an account on it. */
export interface Place {
  readonly smileId: SmileId;
  readonly config: SmileIdConfig;
  /** The same implementation, for other credentials. */
  connect(change: Partial<SmileIdConfig>): SmileId;
  /** An id that no run before has used: Smile ID takes each job_id once, and remembers users. */
  newId(what: 'job' | 'user'): string;
  /** Resolves when a result may be there; where nobody tells, at once. */
  processed(jobId: string): Promise<void>;
  /** Only where `faults` can be had. */
  readonly trouble?: Trouble;
}

export interface Trouble {
  /** What goes wrong from now on. */
  begin(rule: FaultRule): Promise<void>;
  /** How often it has. */
  timesMet(): number;
  /** How many packages of a job were put where they are processed, and so paid for. */
  packagesTaken(jobId: string): number;
}

export interface Case {
  /** A sentence about the implementation. */
  readonly title: string;
  readonly needs?: readonly Need[];
  /** How the simulator is started for it. */
  readonly simulator?: SimulatorOptions;
  run(place: Place): Promise<void>;
}

export interface Implementation {
  readonly name: string;
  /** Why none of it can be tried now. */
  readonly absence?: string;
  /** What it cannot do, and why. */
  readonly lacks: { readonly [N in Need]?: string };
  lend(each: Case): Promise<void>;
}

/** Why a case cannot run on an implementation; undefined where it can. */
export function reasonToSkip({ absence, lacks }: Implementation, { needs = [] }: Case): string | undefined {
  return needs.map((need) => lacks[need]).find((reason) => reason !== undefined) ?? absence;
}
