import { classifyFailure } from './classify-failure.ts';
import { type CallOptions, type Connection, isSuccess } from './connection.ts';
import { readErrorCode } from './error-envelope.ts';
import { isObject, type JsonObject, readJsonBody } from './json-body.ts';
import { readText } from './vendor-fields.ts';

/** What Smile ID says about the types of ID that it can look up (PROTOCOL 12.5), by country and type. */
export interface Services {
  /** Names of the fields that a type needs, in the vendor's words. */
  readonly idTypes: ByCountry<readonly string[]>;
  /** By product, in the vendor's words such as `enhanced_kyc`. */
  readonly hostedWeb: { readonly [product: string]: ByCountry<HostedIdType> };
}

type ByCountry<T> = { readonly [country: string]: { readonly [idType: string]: T } };

export interface HostedIdType {
  readonly requiredFields: readonly string[];
  readonly idNumberRegex?: string;
}

const MAX_ANSWER_BYTES = 5_000_000;

/** Needs no key, and is not signed: for checks before a request only. */
export async function readServices({ config, exchange }: Connection, { signal }: CallOptions = {}): Promise<Services> {
  const { status, body } = await exchange('services', {
    method: 'GET',
    url: `${config.baseUrl}/v1/services`,
    headers: { accept: 'application/json' },
    deadlineMs: config.requestTimeoutMs,
    maxResponseBytes: MAX_ANSWER_BYTES,
    signal,
  });
  if (!isSuccess(status)) throw classifyFailure({ endpoint: 'services', status, code: readErrorCode(body) });
  const answer = readJsonBody(body);
  if (answer.kind === 'malformed') throw classifyFailure({ endpoint: 'services', status, flaw: 'not-json' });
  const { id_types: idTypes, hosted_web: hostedWeb } = answer.value;
  if (!isObject(idTypes)) throw classifyFailure({ endpoint: 'services', status, flaw: 'incomplete' });
  return {
    idTypes: mapped(idTypes, (types) => mapped(types, readTexts)),
    hostedWeb: mapped(hostedWeb, (countries) =>
      mapped(countries, (country) => mapped(isObject(country) ? country.id_types : undefined, readHostedIdType)),
    ),
  };
}

function readHostedIdType(value: unknown): HostedIdType {
  const entry: JsonObject = isObject(value) ? value : {};
  const idNumberRegex = readText(entry.id_number_regex);
  return {
    requiredFields: readTexts(entry.required_fields),
    ...(idNumberRegex === undefined ? {} : { idNumberRegex }),
  };
}

function mapped<T>(value: unknown, read: (member: unknown) => T): { readonly [key: string]: T } {
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, read(member)])) : {};
}

function readTexts(value: unknown): string[] {
  return (Array.isArray(value) ? value : []).filter((item): item is string => typeof item === 'string');
}
