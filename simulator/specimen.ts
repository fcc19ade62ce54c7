import type { Job } from './job.ts';
import type { ResultRow } from './result-row.ts';

/** Personal data of a result by its keys, PROTOCOL 10.3. Photo and Document are base64. */
type PersonalData = ReturnType<typeof describePerson>;

export type PersonalKey = keyof PersonalData;

/** Texts that partner_params may set, as with the official test numbers (PROTOCOL 19). */
const specimen = {
  FullName: 'Specimen Person',
  DOB: '1990-01-01',
  Gender: 'F',
  IssuanceDate: '2020-01-01',
  ExpirationDate: '2099-12-31',
  PhoneNumber: 'Not Available',
  PhoneNumber2: 'Not Available',
  SecondaryIDNumber: '00000000000',
};

/** Personal data of a result, in the order of `keys`; nothing when the product does not return it. */
export function showPerson(job: Job, row: ResultRow, keys: readonly PersonalKey[]): Partial<PersonalData> {
  if (row.actions.Return_Personal_Info !== 'Returned') return {};
  const person = describePerson(job, row);
  return Object.fromEntries(keys.map((key) => [key, person[key]]));
}

/** Made up and recognizably so, but for what the partner has sent. */
function describePerson(job: Job, row: ResultRow) {
  const dated = row.expirationDate === undefined ? specimen : { ...specimen, ExpirationDate: row.expirationDate };
  const texts = Object.entries(dated).map(([key, text]) => {
    const wished = job.partnerParams[key];
    return [key, typeof wished === 'string' && wished !== '' ? wished : text];
  });
  return {
    ...(Object.fromEntries(texts) as typeof specimen),
    Country: job.idInfo?.country || 'Not Available',
    IDType: job.idInfo?.id_type || 'Not Available',
    IDNumber: job.idInfo?.id_number || '00000000000',
    Photo: job.selfie?.bytes.toString('base64') ?? 'Not Available',
    Document: job.documentFront?.bytes.toString('base64') ?? 'Not Available',
  };
}
