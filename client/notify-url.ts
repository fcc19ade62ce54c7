import { z } from 'zod';
import { isLoopback } from '../domain/loopback.ts';

const MOST_CHARACTERS = 2_000;

/** Where notifications may be posted to. It stands in histories as plain text: nothing personal in it. */
export const notifyUrl = z
  .string('must be the URL that notifications are posted to')
  .max(MOST_CHARACTERS, `has more than ${MOST_CHARACTERS} characters`)
  .refine((text) => !/[\s\p{Cc}]/u.test(text) && URL.canParse(text), 'is no URL')
  // URL parsers mend such texts, each in its own way, so that a path could be taken for part of the host.
  .refine((text) => !URL.canParse(text) || isPlain(text), 'must begin with https:// and hold no backslash')
  .refine(
    (text) => !URL.canParse(text) || isPrivate(new URL(text)),
    'must be https; plain http is for this machine only',
  )
  .refine((text) => !URL.canParse(text) || !hasCredentials(new URL(text)), 'carries credentials: leave them out')
  .refine((text) => !text.includes('#'), 'carries a fragment, which is never sent: leave it out');

function isPlain(text: string): boolean {
  return !text.includes('\\') && (!/^https?:/i.test(text) || /^https?:\/\/[^/]/i.test(text));
}

/** What is posted cannot be read on its way. */
function isPrivate({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

function hasCredentials({ username, password }: URL): boolean {
  return username !== '' || password !== '';
}
