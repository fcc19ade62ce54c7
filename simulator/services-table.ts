/** Always asked for (PROTOCOL 12.5). */
const number = ['country', 'id_type', 'id_number', 'user_id', 'job_id'];
const named = [...number, 'first_name', 'last_name'];
const dated = [...named, 'dob'];

const digits = (count: number): string => `^[0-9]{${count}}$`;

interface IdType {
  label: string;
  required_fields: readonly string[];
  test_data: string;
  id_number_regex?: string;
}

const idType = (label: string, testData: string, regex?: string, required = number): IdType => ({
  label,
  required_fields: required,
  test_data: testData,
  ...(regex === undefined ? {} : { id_number_regex: regex }),
});

/** What can be looked up, by country and type; types and forms as the vendor's public pages give them. */
const lookups: Record<string, { name: string; id_types: Record<string, IdType> }> = {
  NG: {
    name: 'Nigeria',
    id_types: {
      NIN_V2: idType('NIN', '00000000000', digits(11)),
      BVN: idType('BVN', '00000000000', digits(11)),
      VOTER_ID: idType("Voter's ID", '0000000000000000000', '^[a-zA-Z0-9 ]{9,20}$'),
      DRIVERS_LICENSE: idType("Driver's licence", 'ABC000000000', undefined, dated),
      PHONE_NUMBER: idType('Phone number', '00000000000', digits(11), named),
      BANK_ACCOUNT: idType('Bank account', '0000000000', digits(10), [
        'country',
        'id_type',
        'id_number',
        'bank_code',
        'user_id',
        'job_id',
      ]),
    },
  },
  KE: {
    name: 'Kenya',
    id_types: {
      NATIONAL_ID: idType('National ID', '00000000', '^[0-9]{1,9}$'),
      ALIEN_CARD: idType('Alien card', '000000', '^[0-9]{6,9}$'),
      PASSPORT: idType('Passport', 'A00000000', '^[A-Z0-9]{7,9}$'),
    },
  },
  GH: {
    name: 'Ghana',
    id_types: {
      GHANA_CARD: idType('Ghana card', 'GHA-000000000-0', '^GHA-[0-9]{9}-[0-9]$'),
      VOTER_ID: idType("Voter's ID", '0000000000', '^[0-9]{10,12}$'),
      SSNIT: idType('SSNIT', 'C000000000000', '^[a-zA-Z][a-zA-Z0-9]{12,14}$'),
    },
  },
  ZA: {
    name: 'South Africa',
    id_types: {
      NATIONAL_ID: idType('National ID', '0000000000000', digits(13)),
      NATIONAL_ID_NO_PHOTO: idType('National ID, without photo', '0000000000000', digits(13)),
    },
  },
  UG: {
    name: 'Uganda',
    id_types: { NATIONAL_ID_NO_PHOTO: idType('National ID, without photo', '00000000000000', '^[A-Z0-9]{14}$', dated) },
  },
};

/** Authorities that return a photo, so that a selfie can be compared with it. */
const withPhoto: Record<string, readonly string[]> = {
  NG: ['NIN_V2', 'BVN', 'VOTER_ID', 'DRIVERS_LICENSE'],
  KE: ['NATIONAL_ID', 'ALIEN_CARD', 'PASSPORT'],
  GH: ['GHANA_CARD', 'VOTER_ID', 'SSNIT'],
  ZA: ['NATIONAL_ID'],
};

const documents = {
  NG: { name: 'Nigeria', id_types: { PASSPORT: { label: 'Passport', required_fields: [] } } },
  GH: { name: 'Ghana', id_types: { VOTER_ID: { label: "Voter's ID", required_fields: [] } } },
  KE: { name: 'Kenya', id_types: { IDENTITY_CARD: { label: 'National ID', required_fields: [] } } },
};

const withPhotoOnly = Object.fromEntries(
  Object.entries(withPhoto).map(([country, types]) => [
    country,
    {
      name: lookups[country]?.name,
      id_types: Object.fromEntries(types.map((type) => [type, lookups[country]?.id_types[type]])),
    },
  ]),
);

/** Basic KYC compares what the partner says, so it has to say something. */
const compared = Object.fromEntries(
  Object.entries(lookups).map(([country, { name, id_types: types }]) => [
    country,
    {
      name,
      id_types: Object.fromEntries(
        Object.entries(types).map(([type, entry]) => [
          type,
          { ...entry, required_fields: [...new Set([...entry.required_fields, 'first_name', 'last_name'])] },
        ]),
      ),
    },
  ]),
);

/** The answer to `GET /v1/services` (PROTOCOL 12.5). */
export const servicesTable = {
  bank_codes: [{ name: 'Specimen Bank', code: '044', nip_code: '000014' }],
  id_types: Object.fromEntries(
    Object.entries(lookups).map(([country, { id_types: types }]) => [
      country,
      Object.fromEntries(Object.entries(types).map(([type, { required_fields: fields }]) => [type, fields])),
    ]),
  ),
  hosted_web: {
    basic_kyc: compared,
    enhanced_kyc: lookups,
    biometric_kyc: withPhotoOnly,
    ekyc_smartselfie: withPhotoOnly,
    doc_verification: documents,
    enhanced_document_verification: documents,
  },
};
