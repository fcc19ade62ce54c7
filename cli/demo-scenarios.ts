import { join } from 'node:path';
import type { StartRequest } from '../client/start-request.ts';
import type { VerificationHandle } from '../client/verification-handle.ts';
import type { Outcome } from '../domain/outcome.ts';

export interface DemoScenario {
  readonly title: string;
  /** Goes into the verification's id. */
  readonly name: string;
  /** Whose verification it is: the same letter is the same person. */
  readonly person: string;
  readonly request: Omit<StartRequest, 'userId' | 'verificationId'>;
  readonly expected: { readonly decision: Outcome['decision']; readonly decidedBy: Outcome['decidedBy'] };
  /** What happens while it runs. */
  readonly meanwhile?: (verification: VerificationHandle, signal: AbortSignal) => Promise<void>;
}

const byMachine = { decision: 'approved', decidedBy: 'machine' } as const;

/** One verification of every product, and one of each way in which people take part. */
export function demoScenarios(packageRoot: string): readonly DemoScenario[] {
  const at = (...names: string[]): string => join(packageRoot, 'samples', ...names);
  const face = (folder: string) => ({
    selfie: at(folder, 'selfie.jpg'),
    liveness: [1, 2, 3, 4, 5, 6, 7, 8].map((number) => at(folder, `liveness-${number}.jpg`)),
  });
  const document = { documentFront: at('document', 'front.jpg'), documentBack: at('document', 'back.jpg') };
  const registration = { product: 'smartselfie-registration', ...face('registration') } as const;
  return [
    {
      title: 'SmartSelfie Registration',
      name: 'registration',
      person: 'a',
      request: registration,
      expected: byMachine,
    },
    {
      title: 'SmartSelfie Authentication of the same person',
      name: 'authentication',
      person: 'a',
      request: { product: 'smartselfie-authentication', ...face('authentication') },
      expected: byMachine,
    },
    {
      title: 'Biometric KYC',
      name: 'biometric-kyc',
      person: 'b',
      request: {
        product: 'biometric-kyc',
        ...face('registration'),
        idInfo: { country: 'NG', idType: 'NIN_V2', idNumber: '00000000000', firstName: 'Specimen', lastName: 'Person' },
      },
      expected: byMachine,
    },
    {
      title: 'Document Verification',
      name: 'document',
      person: 'c',
      request: {
        product: 'document-verification',
        ...face('registration'),
        ...document,
        idInfo: { country: 'NG', idType: 'PASSPORT' },
      },
      expected: byMachine,
    },
    {
      title: 'Enhanced Document Verification',
      name: 'enhanced-document',
      person: 'd',
      request: {
        product: 'enhanced-document-verification',
        ...face('registration'),
        ...document,
        idInfo: { country: 'KE', idType: 'IDENTITY_CARD' },
      },
      expected: byMachine,
    },
    {
      title: 'SmartSelfie Compare',
      name: 'compare',
      person: 'h',
      request: {
        product: 'smartselfie-compare',
        ...face('authentication'),
        comparison: at('registration', 'selfie.jpg'),
        comparisonType: 'PORTRAIT',
      },
      expected: byMachine,
    },
    {
      title: 'Enhanced KYC',
      name: 'enhanced-kyc',
      person: 'i',
      request: { product: 'enhanced-kyc', idInfo: { country: 'NG', idType: 'NIN_V2', idNumber: '00000000000' } },
      expected: byMachine,
    },
    {
      title: 'Basic KYC',
      name: 'basic-kyc',
      person: 'j',
      request: {
        product: 'basic-kyc',
        idInfo: {
          country: 'NG',
          idType: 'NIN_V2',
          idNumber: '00000000010',
          firstName: 'Specimen',
          lastName: 'Person',
        },
      },
      expected: byMachine,
    },
    {
      title: 'Business Verification',
      name: 'business',
      person: 'k',
      request: {
        product: 'business-verification',
        idInfo: { country: 'NG', idType: 'BUSINESS_REGISTRATION', idNumber: '0000000', businessType: 'co' },
      },
      expected: byMachine,
    },
    {
      title: 'A registration that Smile ID rejects',
      name: 'rejected',
      person: 'e',
      request: { ...registration, partnerParams: { sandbox_scenario: 'reject' } },
      expected: { decision: 'rejected', decidedBy: 'machine' },
    },
    {
      title: "A provisional answer, then Smile ID's reviewer",
      name: 'reviewed',
      person: 'f',
      request: { ...registration, partnerParams: { sandbox_scenario: 'review-approve' } },
      expected: { decision: 'approved', decidedBy: 'reviewer' },
    },
    {
      title: 'A review that is overdue, then an operator here',
      name: 'overdue',
      person: 'g',
      request: { ...registration, partnerParams: { sandbox_scenario: 'under-review' }, reviewMs: 2_000 },
      expected: { decision: 'approved', decidedBy: 'operator' },
      meanwhile: approveWhenAsked,
    },
  ];
}

async function approveWhenAsked(verification: VerificationHandle, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const { state, until } = await verification.status();
    if (until === undefined) return;
    if (state === 'awaiting-operator') {
      await verification.decide({ decision: 'approve', by: 'demo-operator', reason: 'the pictures agree' });
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
