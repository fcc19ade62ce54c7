import { checkOptions } from './check-options.ts';
import type { Endpoint } from './endpoints.ts';
import type { FaultCall } from './fault-book.ts';
import type { ChosenFault } from './fault-kinds.ts';
import type { FaultPlan } from './fault-rule.ts';
import type { JobViewUpload } from './job.ts';
import { defaultQuirks, type SimulatorQuirks } from './quirks.ts';

/** A partner account of the simulated portal. */
export interface PartnerOptions {
  /** With its leading zeros. */
  partnerId: string;
  apiKey: string;
  /** Left out: every product is active; else others get 2214. */
  activeJobTypes?: number[];
  /**
   * A key pair of the scheme before 2023, as the PEM of its RSA private key (2.5): what legacy clients hold as their API
   * key is the base64 of the public half's PEM. With it the ciphertext of a `sec_key` is checked, and an answer to such a
   * request signed in the same scheme. Without it the hash in a `sec_key` is enough, and answers are signed by HMAC.
   */
  legacyPrivateKey?: string;
}

/** The products that are one request, whose answer is the result (PROTOCOL 12). */
export type DirectService = 'id-verification' | 'basic-kyc' | 'business-verification' | 'compare';
export type DirectEndpoint = DirectService | `async-${Exclude<DirectService, 'compare'>}`;

/** One finished exchange. `jobId` is the partner's job_id; `code` Smile ID's or S3's code, where there is one. */
export interface Exchange {
  endpoint: Endpoint;
  jobId?: string;
  code?: string;
  httpStatus: number;
}

/** For tests that run the simulator in their own process. */
export interface SimulatorHooks {
  /**
   * Asked before anything of an exchange is processed, a JSON or multipart body being there and that of a PUT unread,
   * and once for each callback. What it chooses goes before the rules, which then do not count the call; undefined leaves
   * it to them. Awaiting holds the call. Throwing, or a fault that cannot happen there, is a warning in the journal and no fault.
   */
  chooseFault?: (call: FaultCall) => ChosenFault | undefined | Promise<ChosenFault | undefined>;
  /**
   * Runs when state and journal are written and the answer is not yet sent. Awaiting holds the answer back; throwing
   * drops the connection, so that the caller never learns what happened.
   */
  beforeAnswer?: (exchange: Exchange) => void | Promise<void>;
  /** Runs after each chunk of a PUT body. Awaiting stops reading, so that the upload stays there; throwing breaks it off. */
  whileUploading?: (upload: JobViewUpload) => void | Promise<void>;
}

/** The two methods of a pino logger that the simulator uses. */
export interface SimulatorLogger {
  info(fields: object, message?: string): void;
  warn(fields: object, message?: string): void;
}

export interface SimulatorOptions {
  /** Address to listen on, default 127.0.0.1. */
  host?: string;
  /** Default 0: a free port. */
  port?: number;
  /** With a certificate the simulator speaks HTTPS, which the official JS SDK insists on. PEM. */
  tls?: { cert: string | Buffer; key: string | Buffer };
  /** Default: partner 085 with the key `a-test-api-key`, as in the recorded fixtures. */
  partners?: PartnerOptions[];
  /** Origin, such as `https://smile.example`, put into upload_url and picture links when others reach the simulator under another name. */
  publicUrl?: string;
  /** Divides the waits of a scenario, such as a review, never URL life times: at 60 a review of an hour takes a minute. Default 1. */
  timeScale?: number;
  /** From the PUT to the machine's result. Short enough already: not divided by timeScale. Default 1500. */
  processingMs?: number;
  /** Life of an upload URL (5.2); below 0 it is over before it began, here and below. Default 900 000. */
  uploadUrlLifeMs?: number;
  /** Life of a link to a result picture (U12). Default 900 000. */
  pictureLinkLifeMs?: number;
  /** Life of a web token (12.6), in whole seconds. Default 1 666 870 000, some 19 days, as recorded. */
  webTokenLifeMs?: number;
  /** Delivery of callbacks (10.1). Defaults: 10 000 and [1000, 5000, 25 000]; not divided by timeScale. */
  callbacks?: { timeoutMs?: number; retryDelaysMs?: number[] };
  quirks?: Partial<SimulatorQuirks>;
  /** What goes wrong, by rule; can be changed later at `/_simulator/faults`. Default: nothing. */
  faults?: FaultPlan;
  hooks?: SimulatorHooks;
  /** true: pino on standard output. Every journal entry is logged. Default: silent. */
  logger?: SimulatorLogger | boolean;
}

export type Settings = ReturnType<typeof resolveSettings>;

/** Fills in the defaults of everything but the server's address. Throws RangeError for options that cannot be. */
export function resolveSettings(options: SimulatorOptions) {
  checkOptions(options);
  return {
    faults: options.faults ?? { rules: [] },
    partners: options.partners ?? [{ partnerId: '085', apiKey: 'a-test-api-key' }],
    timeScale: options.timeScale ?? 1,
    processingMs: options.processingMs ?? 1500,
    uploadUrlLifeMs: options.uploadUrlLifeMs ?? 900_000,
    pictureLinkLifeMs: options.pictureLinkLifeMs ?? 900_000,
    webTokenLifeMs: options.webTokenLifeMs ?? 1_666_870_000,
    callbackTimeoutMs: options.callbacks?.timeoutMs ?? 10_000,
    callbackRetryDelaysMs: options.callbacks?.retryDelaysMs ?? [1000, 5000, 25_000],
    quirks: { ...defaultQuirks, ...definedOf(options.quirks ?? {}) },
    hooks: options.hooks ?? {},
  };
}

/** Callers in JavaScript, and most in TypeScript, may say undefined for what they leave out. */
function definedOf(quirks: Partial<SimulatorQuirks>): Partial<SimulatorQuirks> {
  return Object.fromEntries(Object.entries(quirks).filter(([, value]) => value !== undefined));
}
