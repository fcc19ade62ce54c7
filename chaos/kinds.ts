import { join } from 'node:path';
import type { StartRequest } from '../client/start-request.ts';
import type { OperatorVerdict } from '../domain/operator-decision.ts';
import type { Decision, Outcome } from '../domain/outcome.ts';

/** A kind of verification, and the one way in which it may end, whatever goes wrong meanwhile. */
export interface Kind {
  readonly name: string;
  /** How often it occurs among the others. */
  readonly share: number;
  readonly request: Omit<StartRequest, 'userId' | 'verificationId'>;
  /** Takes the place of the ID number, which may be asked for only so often: digits that end in 0. */
  readonly idNumberDigits?: number;
  readonly decision: Decision;
  readonly decidedBy: NonNullable<Outcome['decidedBy']>;
  /** The person is on file at Smile ID before. */
  readonly isEnrolled?: true;
  /** What the operator here decides where one is asked. */
  readonly operator?: OperatorVerdict;
}

const APPROVED = { decision: 'approved', decidedBy: 'machine' } as const;
const REJECTED = { decision: 'rejected', decidedBy: 'machine' } as const;

export function chaosKinds(packageRoot: string): readonly Kind[] {
  const at = (...names: string[]): string => join(packageRoot, 'samples', ...names);
  const face = (folder: string) => ({
    selfie: at(folder, 'selfie.jpg'),
    liveness: [1, 2, 3, 4, 5, 6, 7, 8].map((number) => at(folder, `liveness-${number}.jpg`)),
  });
  const document = { documentFront: at('document', 'front.jpg'), documentBack: at('document', 'back.jpg') };
  const scenario = (name: string) => ({ partnerParams: { sandbox_scenario: name } });
  const registration = { product: 'smartselfie-registration', ...face('registration') } as const;
  const authentication = { product: 'smartselfie-authentication', ...face('authentication') } as const;
  const biometric = {
    product: 'biometric-kyc',
    ...face('registration'),
    idInfo: { country: 'NG', idType: 'NIN_V2', firstName: 'Specimen', lastName: 'Person' },
  } as const;
  const passport = {
    product: 'document-verification',
    ...face('registration'),
    ...document,
    idInfo: { country: 'NG', idType: 'PASSPORT' },
  } as const;
  const compare = {
    product: 'smartselfie-compare',
    ...face('authentication'),
    comparison: at('registration', 'selfie.jpg'),
    comparisonType: 'PORTRAIT',
  } as const;
  const nin = { country: 'NG', idType: 'NIN_V2' } as const;
  const asksOperator = { policy: { provisional: 'ask-operator' } } as const;

  return [
    { name: 'registration', share: 4, request: registration, ...APPROVED },
    { name: 'registration-rejected', share: 3, request: { ...registration, ...scenario('reject') }, ...REJECTED },
    {
      name: 'registration-reviewed',
      share: 5,
      request: { ...registration, ...scenario('review-approve') },
      decision: 'approved',
      decidedBy: 'reviewer',
    },
    {
      name: 'registration-rejected-in-review',
      share: 4,
      request: { ...registration, ...scenario('review-reject') },
      decision: 'rejected',
      decidedBy: 'reviewer',
    },
    {
      name: 'registration-late-reviewer',
      share: 6,
      request: { ...registration, ...scenario('provisional-approve'), ...asksOperator },
      decision: 'approved',
      decidedBy: 'reviewer',
    },
    {
      name: 'registration-by-operator',
      share: 2,
      request: { ...registration, ...scenario('provisional'), ...asksOperator },
      decision: 'approved',
      decidedBy: 'operator',
      operator: 'approve',
    },
    {
      name: 'registration-unknown-code',
      share: 1,
      request: { ...registration, ...scenario('unknown-code') },
      decision: 'rejected',
      decidedBy: 'operator',
      operator: 'reject',
    },
    { name: 'authentication', share: 2, request: authentication, ...APPROVED, isEnrolled: true },
    {
      name: 'authentication-rejected',
      share: 1,
      request: { ...authentication, ...scenario('reject') },
      ...REJECTED,
      isEnrolled: true,
    },
    { name: 'biometric-kyc', share: 2, request: biometric, idNumberDigits: 11, ...APPROVED },
    {
      name: 'biometric-kyc-reviewed',
      share: 1,
      request: { ...biometric, ...scenario('review-approve') },
      idNumberDigits: 11,
      decision: 'approved',
      decidedBy: 'reviewer',
    },
    { name: 'document', share: 2, request: passport, ...APPROVED },
    { name: 'document-rejected', share: 1, request: { ...passport, ...scenario('reject') }, ...REJECTED },
    {
      name: 'enhanced-document',
      share: 1,
      request: {
        ...passport,
        product: 'enhanced-document-verification',
        idInfo: { country: 'KE', idType: 'IDENTITY_CARD' },
      },
      ...APPROVED,
    },
    { name: 'compare', share: 2, request: compare, ...APPROVED },
    { name: 'compare-rejected', share: 1, request: { ...compare, ...scenario('reject') }, ...REJECTED },
    {
      name: 'enhanced-kyc',
      share: 3,
      request: { product: 'enhanced-kyc', idInfo: nin },
      idNumberDigits: 11,
      ...APPROVED,
    },
    {
      name: 'enhanced-kyc-by-callback',
      share: 2,
      request: { product: 'enhanced-kyc', idInfo: nin, answerByCallback: true },
      idNumberDigits: 11,
      ...APPROVED,
    },
    {
      name: 'basic-kyc-rejected',
      share: 2,
      request: {
        product: 'basic-kyc',
        idInfo: { ...nin, firstName: 'Specimen', lastName: 'Person' },
        ...scenario('no-match'),
      },
      idNumberDigits: 11,
      ...REJECTED,
    },
    {
      name: 'business',
      share: 2,
      request: {
        product: 'business-verification',
        idInfo: { country: 'NG', idType: 'BUSINESS_REGISTRATION', businessType: 'co' },
      },
      idNumberDigits: 7,
      ...APPROVED,
    },
  ];
}
