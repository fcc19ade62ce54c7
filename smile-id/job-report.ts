import type { BusinessData } from '../domain/business-data.ts';
import type { IdData } from '../domain/id-data.ts';
import { interpretResult, type JobResult, judgeResults } from '../domain/job-result.ts';
import { PRODUCTS } from '../domain/product.ts';
import type { ResultMessage } from '../domain/result-message.ts';
import { isObject, type JsonObject } from './json-body.ts';
import type { ReturnedPicture } from './returned-pictures.ts';

/** What Smile ID says about a job, verified and interpreted. */
export interface JobReport {
  /**
   * `pending`: nothing about the person yet. `provisional`: an answer that a later one, as of a reviewer, may replace.
   * `final`: Smile ID's last word, be it that something technical went wrong or that an ID authority is down (1015): ask again
   * under another id then.
   */
  readonly status: 'pending' | 'provisional' | 'final';
  /**
   * The result of the highest authority, then the newest. Decide by its `category`; `code` and `text` are Smile ID's.
   * Undefined while nothing was reported.
   */
  readonly result?: JobResult;
  /** Two reviewers disagree: let a person look. */
  readonly isContradictory: boolean;
  /** All that was reported about this job, newest first; without `history` the current result alone. */
  readonly results: readonly JobResult[];
  /** Personal. */
  readonly idData?: IdData;
  readonly businessData?: BusinessData;
  /** Links to pictures, or their base64. Links expire after minutes; `fetchPicture` follows them. */
  readonly pictures: readonly ReturnedPicture[];
  /** Link to the PDF. It carries a signature: do not log it. `fetchReceipt` follows it. */
  readonly receiptUrl?: string;
  /**
   * The answer as it came, for what is not interpreted here, such as `Actions`; without signatures, so that links to receipts
   * in it have no query and lead nowhere. Personal.
   */
  readonly raw?: JsonObject;
}

interface ReportedMessages {
  /** Newest first. */
  readonly messages: readonly ResultMessage[];
  readonly pictures?: readonly ReturnedPicture[];
  readonly receiptUrl?: string;
  readonly raw: JsonObject;
}

export const PENDING: JobReport = { status: 'pending', isContradictory: false, results: [], pictures: [] };

/** @param jobType Smile ID's; the one that the answer names where it is undefined */
export function reportOf(
  jobType: number | undefined,
  { messages, pictures = [], receiptUrl, raw }: ReportedMessages,
): JobReport {
  const type = jobType ?? jobTypeIn(raw) ?? 0;
  const [first, ...rest] = messages.map((message) => interpretResult(type, message));
  if (first === undefined) return PENDING;
  const { result, isContradictory } = judgeResults([first, ...rest]);
  // The lookup tells most about the ID, and it is never the result of the highest authority (PROTOCOL 10.2).
  const idData = Object.assign({}, ...messages.toReversed().map((message) => message.idData)) as IdData;
  const businessData = messages.find((message) => message.businessData !== undefined)?.businessData;
  return {
    status: statusOf(type, result),
    result,
    isContradictory,
    results: [first, ...rest],
    ...(Object.keys(idData).length === 0 ? {} : { idData }),
    ...(businessData === undefined ? {} : { businessData }),
    pictures,
    ...(receiptUrl === undefined ? {} : { receiptUrl }),
    raw: withoutSignatures(raw),
  };
}

/** Job types that are one request: of an authority that is down nothing more will come. */
const ONE_REQUEST: ReadonlySet<number> = new Set(
  Object.values(PRODUCTS)
    .filter(({ way }) => way !== 'upload')
    .map(({ jobType }) => jobType),
);

function statusOf(jobType: number, { isFinal, authority, category }: JobResult): JobReport['status'] {
  if (isFinal || (category === 'technical' && ONE_REQUEST.has(jobType))) return 'final';
  return authority === 'lookup' || category === 'technical' ? 'pending' : 'provisional';
}

/** With its timestamp, a signature could sign any message of this account (PROTOCOL 2.1). */
function withoutSignatures({ signature: _, ...raw }: JsonObject): JsonObject {
  return {
    ...(withoutSignedQueries(raw) as JsonObject),
    ...(isObject(raw.result) ? { result: withoutSignatures(raw.result) } : {}),
    ...(Array.isArray(raw.history)
      ? { history: raw.history.map((entry) => (isObject(entry) ? withoutSignatures(entry) : entry)) }
      : {}),
  };
}

/** Of links in all depths; a link to a picture is signed by S3, for that picture alone, and stays. */
function withoutSignedQueries(value: unknown): unknown {
  if (typeof value === 'string') return withoutSignedQuery(value);
  if (Array.isArray(value)) return value.map(withoutSignedQueries);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    // Parameters are the caller's own, and come back as they were given.
    Object.entries(value).map(([name, member]) => [
      name,
      name === 'PartnerParams' ? member : withoutSignedQueries(member),
    ]),
  );
}

function withoutSignedQuery(text: string): string {
  const [whole, address, query] = /^\s*(https?:\/\/[^?\s]*)\?(.*)/is.exec(text) ?? [];
  if (whole === undefined || address === undefined) return text;
  const params = new URLSearchParams(query);
  return params.has('signature') && params.has('timestamp') ? address : text;
}

/** As a number or as text (PROTOCOL 20, D1); of job_status in its result, of a synchronous answer at the top. */
function jobTypeIn(raw: JsonObject): number | undefined {
  const history: readonly unknown[] = Array.isArray(raw.history) ? raw.history : [];
  for (const result of [raw, raw.result, ...history]) {
    const params = isObject(result) ? result.PartnerParams : undefined;
    const jobType = isObject(params) ? Number(params.job_type) : Number.NaN;
    if (Number.isInteger(jobType)) return jobType;
  }
  return undefined;
}
