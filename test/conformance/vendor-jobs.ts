/** In the form of one vendor's package, which differ in how they take files. */
interface Parts<File, Inline, Person> {
  readonly SELFIE: readonly File[];
  readonly INLINE_SELFIE: readonly Inline[];
  readonly CARD: readonly File[];
  readonly INLINE_CARD: readonly Inline[];
  readonly PERSON: Person;
}

/** Title, job type, pictures as files and in base64, ID data, and the code of the result: what each vendor's package sends. */
export function jobsWith<File, Inline, Person>({
  SELFIE,
  INLINE_SELFIE,
  CARD,
  INLINE_CARD,
  PERSON,
}: Parts<File, Inline, Person>) {
  return [
    ['Biometric KYC', 1, SELFIE, INLINE_SELFIE, PERSON, '0810'],
    ['SmartSelfie Authentication', 2, SELFIE, INLINE_SELFIE, {}, '0820'],
    ['SmartSelfie Registration', 4, SELFIE, INLINE_SELFIE, {}, '0840'],
    ['Document Verification', 6, [...SELFIE, ...CARD], [...INLINE_SELFIE, ...INLINE_CARD], { country: 'KE' }, '0810'],
    [
      'Enhanced Document Verification',
      11,
      [...SELFIE, ...CARD],
      [...INLINE_SELFIE, ...INLINE_CARD],
      { country: 'KE', id_type: 'IDENTITY_CARD' },
      '0810',
    ],
  ] as const;
}
