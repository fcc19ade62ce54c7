import { isLoopback } from '../domain/loopback.ts';

/**
 * The URL if pictures may travel to or from it: https, or plain http on this machine while Smile ID itself is a local
 * server. Anything else that an answer names is not followed.
 */
export function reachableUrl(text: string | undefined, baseUrl: string): URL | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol === 'https:') return url;
  return url.protocol === 'http:' && baseUrl.startsWith('http:') && isLoopback(url.hostname) ? url : undefined;
}
