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

/** What the register says about a business (PROTOCOL 10.3); empty lists and texts where it says nothing. */
export function showBusiness(job: Job, row: ResultRow): object {
  if (row.actions.Return_Business_Info !== 'Returned') return {};
  return {
    company_information: {
      company_type: 'PRIVATE_COMPANY_LIMITED_BY_SHARES',
      country: job.idInfo?.country ?? '',
      address: '1 Specimen Close',
      registration_number: job.idInfo?.id_number ?? '',
      registration_date: '2015-02-28',
      legal_name: 'Specimen Trading Ltd',
      status: 'ACTIVE',
      email: 'N/A',
    },
    fiduciaries: [],
    beneficial_owners: [{ name: specimen.FullName, type: 'Individual', percentage: '100' }],
    proprietors: [],
    documents: { search_certificate: '' },
    directors: [{ name: specimen.FullName, date_of_birth: specimen.DOB }],
  };
}

/** How what the partner says about the person agrees with the specimen (PROTOCOL 12.3). */
export function matchPerson(claimed: Record<string, unknown>): 'exact' | 'partial' | 'none' {
  const names = [claimed.first_name, claimed.last_name].filter((name) => typeof name === 'string' && name !== '');
  const known = specimen.FullName.toLowerCase().split(' ');
  const matching = names.filter((name) => known.includes(String(name).toLowerCase()));
  const isDated = typeof claimed.dob === 'string' && claimed.dob !== '';
  const agrees = [matching.length === names.length, !isDated || claimed.dob === specimen.DOB];
  if (agrees.every(Boolean)) return 'exact';
  return matching.length > 0 || (isDated && claimed.dob === specimen.DOB) ? 'partial' : 'none';
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
    Address: '1 Specimen Close',
    Photo: job.selfie?.bytes.toString('base64') ?? 'Not Available',
    Document: job.documentFront?.bytes.toString('base64') ?? 'Not Available',
  };
}
