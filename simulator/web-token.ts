import { createHmac, randomBytes } from 'node:crypto';
import { isObject } from './request-fields.ts';
import { isSameText } from './signature.ts';

/** What a web token says, PROTOCOL 12.6. `iat` and `exp` are epoch seconds. */
export interface TokenClaims {
  partner_params: { user_id: string; job_id: string; job_type?: unknown };
  callback_url: string;
  iat: number;
  exp: number;
}

/** Issues web tokens, JWTs of HS256, and knows its own again. */
export interface TokenMint {
  issue(partnerId: string, claims: TokenClaims): string;
  /** The claims of a token that was issued here to this partner and has not expired. */
  read(partnerId: string, token: string): TokenClaims | undefined;
}

/**
 * The claims do not name the partner, so that each partner has a secret of its own: another one's token is no token. The
 * secrets live as long as the process, like the jobs that tokens are for.
 */
export function createTokenMint(): TokenMint {
  const key = randomBytes(32);
  const secretOf = (partnerId: string) => createHmac('sha256', key).update(partnerId).digest();
  const sign = (partnerId: string, text: string) =>
    createHmac('sha256', secretOf(partnerId)).update(text).digest('base64url');

  return {
    issue(partnerId, claims) {
      const text = [{ alg: 'HS256', typ: 'JWT' }, claims].map(encode).join('.');
      return `${text}.${sign(partnerId, text)}`;
    },
    read(partnerId, token) {
      const [header = '', payload = '', signature = '', ...more] = token.split('.');
      if (more.length > 0 || !isSameText(signature, sign(partnerId, `${header}.${payload}`))) return undefined;
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as TokenClaims;
      return Date.now() < claims.exp * 1000 ? claims : undefined;
    },
  };
}

/** Whether a token is for the job that these partner_params name. */
export function isTokenFor({ partner_params: granted }: TokenClaims, params: unknown): boolean {
  return isObject(params) && params.user_id === granted.user_id && params.job_id === granted.job_id;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
