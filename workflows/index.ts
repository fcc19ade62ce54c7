export { biometricKyc } from './biometric-kyc.ts';
export { documentVerification } from './document-verification.ts';
export { enhancedDocumentVerification } from './enhanced-document-verification.ts';
export { smartSelfieAuthentication } from './smart-selfie-authentication.ts';
export { smartSelfieRegistration } from './smart-selfie-registration.ts';
