import { jwtVerify } from 'jose';
import { MAX_VIEWER_LENGTH } from '../../contract/bounds.ts';

/** A token's end may be this far ahead, in seconds. A clock may differ by the leeway. */
const LONGEST_LIFE_S = 24 * 60 * 60;
const LEEWAY_S = 60;
/** Characters: room for further claims. */
const MAX_TOKEN = 4096;

export interface TokenRules {
  /** Whom the token must be for: the stage. */
  readonly audience: string;
  /** The present one first, then the one before it. */
  readonly secrets: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * The viewer whom a token of the site names, by its `sub`. The algorithm is HS256, whatever the token says; `sub`,
 * `aud` and `exp` are required, and `exp` is at most a day ahead (RFC 7519; RFC 8725, sections 3.1 and 3.9).
 *
 * @returns undefined for a token that does not hold
 */
export async function viewerOf(token: string, { audience, secrets, now }: TokenRules): Promise<string | undefined> {
  if (token.length > MAX_TOKEN) return undefined;
  for (const secret of secrets) {
    const verified = await jwtVerify(token, Buffer.from(secret), {
      algorithms: ['HS256'],
      audience,
      requiredClaims: ['sub', 'aud', 'exp'],
      currentDate: new Date(now),
      clockTolerance: 0,
    }).catch(() => undefined);
    const { sub, exp } = verified?.payload ?? {};
    if (typeof sub !== 'string' || sub === '' || sub.length > MAX_VIEWER_LENGTH || exp === undefined) continue;
    if (exp <= now / 1000 + LONGEST_LIFE_S + LEEWAY_S) return sub;
  }
  return undefined;
}

/** The token of an `Authorization` header (RFC 6750, section 2.1). */
export const bearerToken = (header: string | undefined): string | undefined =>
  /^Bearer +([\w.~+/=-]+) *$/i.exec(header ?? '')?.[1];
