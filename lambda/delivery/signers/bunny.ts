import { createHmac } from 'node:crypto';
import type { Signer } from './signer.ts';

/** bunny.net, "Token authentication" (advanced, in the path), with HMAC-SHA-256 as its published signers write it. */
export const signBunny: Signer = ({ base }, { secret }, { path: scope }, expiresAt) => {
  const { origin, pathname } = new URL(base);
  const token = bunnyToken(secret, pathname + scope, expiresAt);
  const signed = `bcdn_token=${token}&token_path=${encodeURIComponent(pathname + scope)}&expires=${expiresAt}`;
  return (path) => `${origin}/${signed}${pathname}${path}`;
};

/** @param path the beginning of every path that it opens · @param expiresAt seconds since 1970 */
export function bunnyToken(key: string, path: string, expiresAt: number): string {
  const signed = `${path}${expiresAt}token_path=${path}`;
  return `HS256-${createHmac('sha256', key).update(signed).digest('base64url')}`;
}
