import type { JsonObject } from './json-body.ts';
import { readText } from './vendor-fields.ts';

/** PROTOCOL 9.2, 10.3. Its query carries a signature: never log it. */
const NAMES = ['kyc_receipt', 'kyb_receipt', 'KYCReceipt'];

/** The first link to a receipt in any of the messages, newest first. */
export function readReceiptUrl(messages: readonly JsonObject[]): string | undefined {
  return messages
    .flatMap((message) => NAMES.map((name) => readText(message[name])))
    .find((url) => url !== undefined && /^https?:\/\//.test(url) && URL.canParse(url));
}
