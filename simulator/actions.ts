/** The 14 steps reported for selfie products, in the recorded order (PROTOCOL 10.4). */
export const selfieActions = [
  'Human_Review_Compare',
  'Human_Review_Liveness_Check',
  'Human_Review_Update_Selfie',
  'Liveness_Check',
  'Register_Selfie',
  'Return_Personal_Info',
  'Selfie_Provided',
  'Selfie_To_ID_Authority_Compare',
  'Selfie_To_ID_Card_Compare',
  'Selfie_To_Registered_Selfie_Compare',
  'Update_Registered_Selfie_On_File',
  'Verify_ID_Number',
  'Selfie_Check',
  'Human_Review_Selfie_Check',
] as const;

/** Biometric KYC shows only these in job_status, and all 14 in callbacks, as recorded. */
export const kycStatusActions = selfieActions.slice(0, 12);

/** The 9 steps of Document Verification (PROTOCOL 10.4). */
export const documentActions = [
  'Document_Check',
  'Human_Review_Compare',
  'Human_Review_Document_Check',
  'Human_Review_Liveness_Check',
  'Liveness_Check',
  'Register_Selfie',
  'Return_Personal_Info',
  'Selfie_To_ID_Card_Compare',
  'Verify_Document',
] as const;

/** Enhanced Document Verification also asks the issuer. */
export const enhancedDocumentActions = [...documentActions, 'Verify_ID_Number'] as const;

/** The message about an ID number carries no others (PROTOCOL 10.2). */
export const lookupActions = ['Verify_ID_Number', 'Return_Personal_Info'] as const;

/** Basic KYC compares field by field (PROTOCOL 12.3). */
export const matchActions = ['Verify_ID_Number', 'Names', 'DOB', 'Gender', 'Phone_Number', 'ID_Verification'] as const;

export const businessActions = ['Verify_Business', 'Return_Business_Info'] as const;

export const compareActions = ['Liveness_Check', 'Selfie_Check', 'Selfie_Provided'] as const;

export type Action =
  | (typeof selfieActions)[number]
  | (typeof documentActions)[number]
  | (typeof matchActions)[number]
  | (typeof businessActions)[number];

/** Steps that were taken, and how they went; all others are "Not Applicable". */
export type ActionValues = Partial<Record<Action, string>>;

/** Without liveness pictures only the passive checks run, so that `Liveness_Check` does not apply (PROTOCOL 8). */
export function completeActions(
  actions: readonly Action[],
  values: ActionValues,
  hasLivenessPictures: boolean,
): Record<string, string> {
  const taken = hasLivenessPictures ? values : { ...values, Liveness_Check: 'Not Applicable' };
  return Object.fromEntries(actions.map((action) => [action, taken[action] ?? 'Not Applicable']));
}
