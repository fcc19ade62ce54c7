export { smartSelfieAuthentication } from './smart-selfie-authentication.ts';
export { smartSelfieRegistration } from './smart-selfie-registration.ts';
