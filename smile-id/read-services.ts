import { classifyFailure } from './classify-failure.ts';
import type { CallOptions, Connection } from './connection.ts';
import { isObject, type JsonObject } from './json-body.ts';
import { objectOf } from './object-answer.ts';
import { readText } from './vendor-fields.ts';

/** What Smile ID says about the types of ID that it can look up (PROTOCOL 12.5), by country and type. */
export interface Services {
  /** Names of the fields that a type needs, in the vendor's words. */
  readonly idTypes: ByCountry<readonly string[]>;
  /** By product, in the vendor's words such as `enhanced_kyc`. */
  readonly hostedWeb: { readonly [product: string]: ByCountry<HostedIdType> };
  /** Of Nigeria: what ID types that need a bank take as `bankCode`. */
  readonly bankCodes: readonly BankCode[];
}

export interface BankCode {
  readonly name: string;
  readonly code: string;
  readonly nipCode?: string;
}

type ByCountry<T> = { readonly [country: string]: { readonly [idType: string]: T } };

export interface HostedIdType {
  /** For people, such as `National ID`. */
  readonly label?: string;
  readonly requiredFields: readonly string[];
  readonly idNumberRegex?: string;
}

const MAX_ANSWER_BYTES = 5_000_000;

/** Needs no key, and is not signed: for checks before a request only. */
export async function readServices({ config, exchange }: Connection, { signal }: CallOptions = {}): Promise<Services> {
  const answer = await exchange('services', {
    method: 'GET',
    url: `${config.baseUrl}/v1/services`,
    headers: { accept: 'application/json' },
    deadlineMs: config.requestTimeoutMs,
    maxResponseBytes: MAX_ANSWER_BYTES,
    signal,
  });
  const { id_types: idTypes, hosted_web: hostedWeb, bank_codes: bankCodes } = objectOf('services', answer);
  if (!isObject(idTypes)) throw classifyFailure({ endpoint: 'services', status: answer.status, flaw: 'incomplete' });
  return {
    idTypes: mapped(idTypes, (types) => mapped(types, readTexts)),
    hostedWeb: mapped(hostedWeb, (countries) =>
      mapped(countries, (country) => mapped(isObject(country) ? country.id_types : undefined, readHostedIdType)),
    ),
    bankCodes: (Array.isArray(bankCodes) ? bankCodes : []).flatMap(readBankCode),
  };
}

function readBankCode(value: unknown): BankCode[] {
  if (!isObject(value)) return [];
  const name = readText(value.name);
  const code = readText(value.code);
  const nipCode = readText(value.nip_code);
  if (name === undefined || code === undefined) return [];
  return [{ name, code, ...(nipCode === undefined ? {} : { nipCode }) }];
}

function readHostedIdType(value: unknown): HostedIdType {
  const entry: JsonObject = isObject(value) ? value : {};
  const label = readText(entry.label);
  const idNumberRegex = readText(entry.id_number_regex);
  return {
    ...(label === undefined ? {} : { label }),
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
