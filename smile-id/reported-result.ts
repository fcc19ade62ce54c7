import { type BusinessData, type BusinessPerson, businessDataOf } from '../domain/business-data.ts';
import { type IdData, idDataOf } from '../domain/id-data.ts';
import type { FieldMatches, MatchedField, ResultMessage } from '../domain/result-message.ts';
import { isObject, type JsonObject } from './json-body.ts';
import { readCode, readConfidence, readFlag, readText } from './vendor-fields.ts';

/** Long enough for every documented text; keeps what enters a workflow's history small. */
const MAX_TEXT = 200;

/** One result as it stands in `result`, in `history` and in a callback (PROTOCOL 9.3, 10.3). */
export interface ReportedResult {
  readonly message: ResultMessage;
  readonly jobId: string | undefined;
  readonly userId: string | undefined;
  /** Equal for two deliveries of one result (PROTOCOL 10.5). */
  readonly identity: string;
  /** The whole object, for its pictures. */
  readonly raw: JsonObject;
}

/** Undefined where there is no ResultCode: a text such as `Job is still processing`, `{}`, null, or the oldest samples. */
export function readReportedResult(value: unknown): ReportedResult | undefined {
  if (!isObject(value)) return undefined;
  const code = readCode(value.ResultCode);
  if (code === undefined) return undefined;
  const params = isObject(value.PartnerParams) ? value.PartnerParams : {};
  const text = (readText(value.ResultText) ?? '').slice(0, MAX_TEXT);
  const smileJobId = readText(value.SmileJobID);
  const resultType = readText(value.ResultType);
  const idData = readIdData(value);
  const businessData = readBusinessData(value);
  const fieldMatches = readFieldMatches(value.Actions);
  return {
    message: {
      code,
      text,
      smileJobId,
      declaredFinal: readFlag(value.IsFinalResult),
      fromReviewer: isFromReviewer(code, text, resultType, readFlag(value.IsMachineResult)),
      confidence: readConfidence(value.ConfidenceValue),
      ...(idData === undefined ? {} : { idData }),
      ...(businessData === undefined ? {} : { businessData }),
      ...(fieldMatches === undefined ? {} : { fieldMatches }),
    },
    jobId: readText(params.job_id),
    userId: readText(params.user_id),
    identity: JSON.stringify([smileJobId, code, resultType, text]),
    raw: value,
  };
}

/** The four signs of PROTOCOL 10.5, any of which suffices. */
function isFromReviewer(
  code: string,
  text: string,
  resultType: string | undefined,
  isMachineResult: boolean | undefined,
): boolean {
  return (
    code.startsWith('12') || /after human review/i.test(text) || isMachineResult === false || resultType === 'DIVA'
  );
}

/** Of the products with an ID (PROTOCOL 10.3). What is echoed from the request, as an ID number, is read as well. */
function readIdData(value: JsonObject): IdData | undefined {
  return idDataOf({
    fullName: readText(value.FullName),
    dateOfBirth: readText(value.DOB),
    gender: readText(value.Gender),
    idNumber: readText(value.IDNumber),
    idType: readText(value.IDType),
    country: readText(value.Country),
    expirationDate: readText(value.ExpirationDate),
    issuanceDate: readText(value.IssuanceDate),
    phoneNumber: readText(value.PhoneNumber),
    phoneNumber2: readText(value.PhoneNumber2),
    address: readText(value.Address),
    // Two spellings of one field (PROTOCOL 20, D10).
    secondaryIdNumber: readText(value.SecondaryIDNumber) ?? readText(value.Secondary_ID_Number),
    idNumberPreviouslyRegistered: readFlag(value.IDNumberPreviouslyRegistered),
  });
}

const MATCHES: readonly (readonly [action: string, field: MatchedField])[] = [
  ['Names', 'names'],
  ['DOB', 'dateOfBirth'],
  ['Gender', 'gender'],
  ['Phone_Number', 'phoneNumber'],
];

/** Of Basic KYC (PROTOCOL 10.4, 12.3): words such as `Exact Match`, which are never decided upon. */
function readFieldMatches(actions: unknown): FieldMatches | undefined {
  if (!isObject(actions)) return undefined;
  const matches = MATCHES.flatMap(([action, field]) => {
    const word = readText(actions[action])?.slice(0, 50);
    return word === undefined ? [] : [[field, word] as const];
  });
  return matches.length === 0 ? undefined : Object.fromEntries(matches);
}

/** Of Business Verification, whose keys are in snake case (PROTOCOL 10.3). */
function readBusinessData(value: JsonObject): BusinessData | undefined {
  const company = isObject(value.company_information) ? value.company_information : {};
  return businessDataOf({
    legalName: readText(company.legal_name),
    registrationNumber: readText(company.registration_number),
    registrationDate: readText(company.registration_date),
    companyType: readText(company.company_type),
    status: readText(company.status),
    country: readText(company.country),
    address: readText(company.address),
    email: readText(company.email),
    directors: readPersons(value.directors),
    beneficialOwners: readPersons(value.beneficial_owners),
    proprietors: readPersons(value.proprietors),
    fiduciaries: readPersons(value.fiduciaries),
  });
}

function readPersons(list: unknown): readonly BusinessPerson[] {
  return (Array.isArray(list) ? list : []).filter(isObject).flatMap((person) => {
    const name = readText(person.name);
    if (name === undefined) return [];
    const dateOfBirth = readText(person.date_of_birth);
    const kind = readText(person.type);
    const share = readText(person.percentage);
    return [
      {
        name,
        ...(dateOfBirth === undefined ? {} : { dateOfBirth }),
        ...(kind === undefined ? {} : { kind }),
        ...(share === undefined ? {} : { share }),
      },
    ];
  });
}
