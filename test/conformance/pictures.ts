import type { OneRequest } from '../../smile-id/smile-id.ts';
import { samplePath } from '../media/pictures.ts';

const liveness = (folder: string) =>
  Array.from({ length: 8 }, (_, index) => samplePath(`${folder}/liveness-${index + 1}.jpg`));

export const REGISTRATION = { selfie: samplePath('registration/selfie.jpg'), liveness: liveness('registration') };
export const AUTHENTICATION = { selfie: samplePath('authentication/selfie.jpg'), liveness: liveness('authentication') };
export const DOCUMENT = {
  documentFront: samplePath('document/front.jpg'),
  documentBack: samplePath('document/back.jpg'),
};

/** Test data of the public pages: what the number ends in chooses the answer (PROTOCOL 19). */
export function testNumber(lastDigit: number): NonNullable<OneRequest['idInfo']> {
  return { country: 'NG', idType: 'NIN_V2', idNumber: `0000000000${lastDigit}` };
}
